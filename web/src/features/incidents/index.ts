import { lazyRouteComponent } from '@tanstack/react-router';

export const IncidentsPage = lazyRouteComponent(() => import('./pages/IncidentsPage.tsx'), 'IncidentsPage');
export const IncidentPage = lazyRouteComponent(() => import('./pages/IncidentsPage.tsx'), 'IncidentPage');
export const OperatorIncidentsPage = lazyRouteComponent(() => import('./pages/OperatorIncidentsPage.tsx'), 'OperatorIncidentsPage');
export const OperatorIncidentPage = lazyRouteComponent(() => import('./pages/OperatorIncidentsPage.tsx'), 'OperatorIncidentPage');
