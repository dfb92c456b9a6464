export { supportJobs } from './jobs.ts';
export { findStay } from './operator-side.ts';
export { supportPersonalData } from './personal-data.ts';
export { createRecorder } from './record-act.ts';
export { supportRoutes } from './routes.ts';
export type { SupportContext } from './support-context.ts';
