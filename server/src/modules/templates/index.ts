export { applyTemplateChanges } from './apply-template-changes.ts';
export { findTemplateByMetaId, findTemplateByName, pageTemplatesOfAccount, type TemplatesOfAccount } from './find-template.ts';
export { templatesJobs } from './jobs.ts';
export { templatesRoutes } from './routes.ts';
export { syncTemplatesOfAccount, type SyncResult } from './sync-templates.ts';
export { createTemplate, deleteTemplate, editTemplate, unpauseTemplate } from './submit-template.ts';
export type { TemplateRow } from './templates.sql.ts';
export type { TemplatesContext } from './templates-context.ts';
export { templatesPersonalData } from './personal-data.ts';
