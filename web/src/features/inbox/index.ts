import { lazyRouteComponent } from '@tanstack/react-router';

export { useMediaContent } from './api/media.ts';
export { FormattedText } from './components/FormattedText.tsx';
export { judgeFile } from './fns/file-rules.ts';
export { uploadFile } from './outbox/upload-file.ts';
export { inboxLive } from './api/live.ts';
export { inboxSearch, type InboxSearch } from './fns/inbox-search.ts';
export const InboxPage = lazyRouteComponent(() => import('./pages/InboxPage.tsx'), 'InboxPage');
