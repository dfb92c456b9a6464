export { createCrashCounter } from './crash-counter.ts';
export type { CrashReportsContext } from './crash-reports-context.ts';
export { crashReportsJobs } from './jobs.ts';
export { crashReportsPersonalData } from './personal-data.ts';
export { crashReportsRoutes } from './routes.ts';
