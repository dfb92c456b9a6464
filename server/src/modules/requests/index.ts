export { requestsRoutes } from './routes.ts';
export { requestsJobs } from './jobs.ts';
export { requestsPersonalData } from './personal-data.ts';
export type { RequestsContext } from './requests-context.ts';
export { personIn, requestPublicId, requestUuid } from './acting.ts';
export { cancelOwnRequest, startRequest } from './decide.ts';
export { openRequest } from './open-request.ts';
export { getRequest, openCopy, requestsOfPerson } from './read-requests.ts';
