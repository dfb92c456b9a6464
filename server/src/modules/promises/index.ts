export { createLiveChecks } from './checks/live-checks.ts';
export { judgeAll } from './judge-all.ts';
export { promisesJobs } from './jobs.ts';
export type { PromisesContext } from './promises-context.ts';
export { promisesRoutes } from './routes.ts';
export { promisesPersonalData } from './personal-data.ts';
