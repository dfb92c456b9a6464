export { indexContactJob, searchJobs } from './jobs.ts';
export { isSearchingMessages, switchSearchInMessages } from './switch-messages.ts';
export { searchRoutes } from './routes.ts';
export { createSearchEngine, type SearchEngine } from './search-engine.ts';
export type { SearchContext } from './search-context.ts';
export { searchPersonalData } from './personal-data.ts';
export { countContactsInIndex, eraseContactsFromIndex } from './erase-contacts.ts';
export { removeDocuments } from './index-documents.ts';
export { emptyIndex, restartIndex } from './replace-index.ts';
