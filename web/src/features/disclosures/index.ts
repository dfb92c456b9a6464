import { lazyRouteComponent } from '@tanstack/react-router';

export const DisclosuresPage = lazyRouteComponent(() => import('./pages/DisclosuresPage.tsx'), 'DisclosuresPage');
