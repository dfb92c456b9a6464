import { lazyRouteComponent } from '@tanstack/react-router';

export { BlockedCookiesBanner } from './components/BlockedCookiesBanner.tsx';
export { CookieBanner } from './components/CookieBanner.tsx';
export { UsageCounter } from './components/UsageCounter.tsx';
export const CookiesPage = lazyRouteComponent(() => import('./pages/CookiesPage.tsx'), 'CookiesPage');
