export type { AnalyticsContext } from './analytics-context.ts';
export { analyticsJobs } from './jobs.ts';
export { analyticsPersonalData } from './personal-data.ts';
export { analyticsRoutes } from './routes.ts';
