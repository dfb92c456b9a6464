export { requestsRoutes } from './routes.ts';
export { requestsJobs } from './jobs.ts';
export { requestsPersonalData } from './personal-data.ts';
export type { RequestsContext } from './requests-context.ts';
