import { lazyRouteComponent } from '@tanstack/react-router';

export { webhooksLive } from './api/live.ts';
export { useDeliveries, useEndpoints } from './api/queries.ts';
export { DeliveryStatus } from './components/DeliveryStatus.tsx';
export { endpointSearch } from './fns/webhook-search.ts';
export const EndpointsPage = lazyRouteComponent(() => import('./pages/EndpointsPage.tsx'), 'EndpointsPage');
export const EndpointPage = lazyRouteComponent(() => import('./pages/EndpointPage.tsx'), 'EndpointPage');
