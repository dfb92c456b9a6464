import { lazyRouteComponent } from '@tanstack/react-router';

export { logSearch } from './fns/log-search.ts';
export { UsageCard } from './components/UsageCard.tsx';
export const RequestLogPage = lazyRouteComponent(() => import('./pages/RequestLogPage.tsx'), 'RequestLogPage');
