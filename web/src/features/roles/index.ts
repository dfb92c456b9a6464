import { lazyRouteComponent } from '@tanstack/react-router';

export const MembersPage = lazyRouteComponent(() => import('./pages/MembersPage.tsx'), 'MembersPage');
export const RolesPage = lazyRouteComponent(() => import('./pages/RolesPage.tsx'), 'RolesPage');
