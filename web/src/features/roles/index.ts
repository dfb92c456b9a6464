import { lazyRouteComponent } from '@tanstack/react-router';

export const RolesPage = lazyRouteComponent(() => import('./pages/RolesPage.tsx'), 'RolesPage');
