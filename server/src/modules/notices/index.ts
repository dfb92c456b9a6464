export { createSignUpTerms } from './accept-notice.ts';
export { noticesJobs } from './jobs.ts';
export type { NoticesContext } from './notices-context.ts';
export type { NoticePeriod, NoticeRecipient } from './notice-world.ts';
export { noticesPersonalData } from './personal-data.ts';
export { noticesRoutes } from './routes.ts';
