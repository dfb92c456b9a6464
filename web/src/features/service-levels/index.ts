import { lazyRouteComponent } from '@tanstack/react-router';

export const TargetsPage = lazyRouteComponent(() => import('./pages/TargetsPage.tsx'), 'TargetsPage');
export const SatisfactionPage = lazyRouteComponent(() => import('./pages/SatisfactionPage.tsx'), 'SatisfactionPage');
