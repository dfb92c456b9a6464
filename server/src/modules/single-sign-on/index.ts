export { singleSignOnRoutes } from './routes.ts';
export { moveJoinRole } from './move-join-role.ts';
export { singleSignOnJobs } from './jobs.ts';
export { singleSignOnPersonalData } from './personal-data.ts';
export { createProviderGate } from './provider-client.ts';
export type { SingleSignOnContext } from './single-sign-on-context.ts';
