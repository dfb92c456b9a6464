export { confirmJob, consentJobs } from './confirm.ts';
export { hearConsents, type HeardMessage, type HeardPreference } from './hear-consents.ts';
export { recordConsents, type NewConsent, type RecordedConsent } from './record-consents.ts';
export { createSettingsMemory } from './consent-settings.ts';
export type { ConfirmationOrder, ConsentContext, ConsentRecorder } from './consent-context.ts';
export { consentRoutes } from './routes.ts';
export { consentPersonalData } from './personal-data.ts';
export { restoreStops, type KeptStop } from './restore-stops.sql.ts';
export { removeDoubts } from './remove-doubts.ts';
