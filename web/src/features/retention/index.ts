export { retentionSearch, type RetentionTab } from './fns/retention-search.ts';
export { RetentionPage } from './pages/RetentionPage.tsx';
