export { removeContacts } from './index-contacts.ts';
export { searchJobs } from './jobs.ts';
export { searchRoutes } from './routes.ts';
export { createSearchEngine, removeDocumentsOf, type SearchEngine } from './search-engine.ts';
export type { SearchContext } from './search-context.ts';
