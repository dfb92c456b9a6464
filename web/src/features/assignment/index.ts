import { lazyRouteComponent } from '@tanstack/react-router';

export const AssignmentPage = lazyRouteComponent(() => import('./pages/AssignmentPage.tsx'), 'AssignmentPage');
