import { lazyRouteComponent } from '@tanstack/react-router';

export const InboxPage = lazyRouteComponent(() => import('./pages/InboxPage.tsx'), 'InboxPage');
