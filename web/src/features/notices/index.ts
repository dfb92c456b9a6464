export { NoticeGuard } from './components/NoticeGuard.tsx';
export { noticeSearch } from './components/notice-search.ts';
export { NoticePage, OperatorNoticePage } from './pages/NoticePage.tsx';
