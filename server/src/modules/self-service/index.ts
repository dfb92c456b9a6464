export { createKeywordAnswers } from './hear-keywords.ts';
export { selfServiceJobs } from './jobs.ts';
export { selfServicePersonalData } from './personal-data.ts';
export { selfServiceRoutes } from './routes.ts';
export type { RequestHands, SelfServiceContext } from './self-service-context.ts';
export { createRequestHands } from './request-hands.ts';
export { isHearingWords, switchWords } from './settings.ts';
