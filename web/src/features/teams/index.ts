import { lazyRouteComponent } from '@tanstack/react-router';

export { useTeams } from './api/queries.ts';
export const TeamsPage = lazyRouteComponent(() => import('./pages/TeamsPage.tsx'), 'TeamsPage');
