export { dropRequestDays, prepareRequestDays } from './keep-days.ts';
export { requestLogJobs } from './jobs.ts';
export { requestLogPersonalData } from './personal-data.ts';
export { removeRequests } from './remove-requests.ts';
export type { RequestLogContext } from './request-log-context.ts';
export { createRequestWriter, type RequestWriter } from './request-writer.ts';
export { requestLogRoutes } from './routes.ts';
