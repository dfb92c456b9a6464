export { applyAccountEvents } from './apply-account-events.ts';
export { claimAccountsForTemplates, updateTemplatesDue, updateTemplatesSynced } from './accounts.sql.ts';
export { connectEmulator } from './connect-emulator.ts';
export { createConnections, type Connections, type NumberConnection, type WebhookAccount } from './connections.ts';
export { holdNumber, recordWebhooks, type LearnedHold } from './hold-number.ts';
export { numbersJobs } from './jobs.ts';
export type { Endpoints, NumbersContext, TemplateNews } from './numbers-context.ts';
export { resubscribeAll } from './resubscribe-all.ts';
export { numbersRoutes } from './routes.ts';
