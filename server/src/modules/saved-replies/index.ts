export { savedRepliesRoutes } from './routes.ts';
export type { ContactFacts, SavedRepliesContext } from './saved-replies-context.ts';
