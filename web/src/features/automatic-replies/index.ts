import { lazyRouteComponent } from '@tanstack/react-router';

export const AwayMessagePage = lazyRouteComponent(() => import('./pages/AwayMessagePage.tsx'), 'AwayMessagePage');
