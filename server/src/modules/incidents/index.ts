export { incidentsJobs } from './jobs.ts';
export { incidentsPersonalData } from './personal-data.ts';
export { incidentsRoutes } from './routes.ts';
export type { IncidentsContext } from './incidents-context.ts';
