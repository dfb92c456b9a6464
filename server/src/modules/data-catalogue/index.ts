export type { DataCatalogueContext, Recipient } from './data-catalogue-context.ts';
export { dataCatalogueRoutes } from './routes.ts';
export { runningRecipients } from './running-recipients.ts';
