import { lazyRouteComponent } from '@tanstack/react-router';

export { useWorkingHours } from './api/queries.ts';
export const WorkingHoursPage = lazyRouteComponent(() => import('./pages/WorkingHoursPage.tsx'), 'WorkingHoursPage');
