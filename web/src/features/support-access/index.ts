import { lazyRouteComponent } from '@tanstack/react-router';

export { enteredQuery } from './api/operator.ts';
export { InsideBanner } from './components/InsideBanner.tsx';
export { SupportBanner } from './components/SupportBanner.tsx';
export const SupportAccessPage = lazyRouteComponent(() => import('./pages/SupportAccessPage.tsx'), 'SupportAccessPage');
export const OperatorSupportPage = lazyRouteComponent(() => import('./pages/OperatorSupportPage.tsx'), 'OperatorSupportPage');
