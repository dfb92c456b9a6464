export { importsJobs } from './jobs.ts';
export { importsRoutes } from './routes.ts';
export type { ImportsContext } from './imports-context.ts';
export { importsPersonalData } from './personal-data.ts';
export { countFilesOf, forgetFilesOf } from './forget-files.ts';
