import { lazyRouteComponent } from '@tanstack/react-router';

export const PrivacyOverviewPage = lazyRouteComponent(() => import('./pages/PrivacyOverviewPage.tsx'), 'PrivacyOverviewPage');
