import { lazyRouteComponent } from '@tanstack/react-router';

export { apiKeyKeys } from './api/keys.ts';
export { useApiKeys } from './api/queries.ts';
export { sendCurl } from './fns/curl.ts';
export const ApiKeysPage = lazyRouteComponent(() => import('./pages/ApiKeysPage.tsx'), 'ApiKeysPage');
