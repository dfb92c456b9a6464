export type { ClosuresContext } from './closures-context.ts';
export { closuresJobs } from './jobs.ts';
export { closuresPersonalData } from './personal-data.ts';
export { closuresRoutes } from './routes.ts';
