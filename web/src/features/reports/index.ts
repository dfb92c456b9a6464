import { lazyRouteComponent } from '@tanstack/react-router';

export { reportSearch, type ReportSearch } from './fns/report-period.ts';
export const ReportsPage = lazyRouteComponent(() => import('./pages/ReportsPage.tsx'), 'ReportsPage');
