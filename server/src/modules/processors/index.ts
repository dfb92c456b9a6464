export { createRegisterKeeper } from './keep-register.ts';
export { problemsOf } from './judge-processor.ts';
export { processorsJobs } from './jobs.ts';
export { processorsPersonalData } from './personal-data.ts';
export { processorsRoutes } from './routes.ts';
export { selectProcessors, selectTransfers, type ProcessorRow, type TransferRow } from './processors.sql.ts';
export type { ConfiguredRecipient, ProcessorsContext } from './processors-context.ts';
export { listRecipients, recipientsOf } from './list-recipients.ts';
export { loadRegister } from './load-register.ts';
