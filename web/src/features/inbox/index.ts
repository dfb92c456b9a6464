import { lazyRouteComponent } from '@tanstack/react-router';

export { inboxLive } from './api/live.ts';
export { inboxSearch, type InboxSearch } from './fns/inbox-search.ts';
export const InboxPage = lazyRouteComponent(() => import('./pages/InboxPage.tsx'), 'InboxPage');
