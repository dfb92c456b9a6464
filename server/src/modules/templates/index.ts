export { applyTemplateChanges } from './apply-template-changes.ts';
export { findTemplateByName } from './find-template.ts';
export { templatesJobs } from './jobs.ts';
export { templatesRoutes } from './routes.ts';
export { syncTemplatesOfAccount, type SyncResult } from './sync-templates.ts';
export type { TemplatesContext } from './templates-context.ts';
export { templatesPersonalData } from './personal-data.ts';
