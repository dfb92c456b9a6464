import { lazyRouteComponent } from '@tanstack/react-router';

export const DevelopersOverviewPage = lazyRouteComponent(() => import('./pages/DevelopersOverviewPage.tsx'), 'DevelopersOverviewPage');
