export { savedRepliesRoutes } from './routes.ts';
export type { SavedRepliesContext } from './saved-replies-context.ts';
export { savedRepliesPersonalData } from './personal-data.ts';
