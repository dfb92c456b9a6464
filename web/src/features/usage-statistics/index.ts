import { lazyRouteComponent } from '@tanstack/react-router';

export const UsageStatisticsPage = lazyRouteComponent(() => import('./pages/UsageStatisticsPage.tsx'), 'UsageStatisticsPage');
