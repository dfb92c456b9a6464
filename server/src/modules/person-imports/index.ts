export { personImportsRoutes } from './routes.ts';
export { personImportsJobs } from './jobs.ts';
export { personImportsPersonalData } from './personal-data.ts';
export { removeImported } from './remove-imported.ts';
export { readImported } from './read-imported.ts';
export type { PersonImportsContext } from './person-imports-context.ts';
