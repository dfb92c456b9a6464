export type { AnalyticsContext } from './analytics-context.ts';
export { analyticsJobs } from './jobs.ts';
export { analyticsRoutes } from './routes.ts';
