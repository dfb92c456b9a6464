import { lazyRouteComponent } from '@tanstack/react-router';

export { consentSearch, type ConsentSearch } from './fns/consent-search.ts';
export const ConsentSettingsPage = lazyRouteComponent(() => import('./pages/ConsentSettingsPage.tsx'), 'ConsentSettingsPage');
