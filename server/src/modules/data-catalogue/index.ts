export type { DataCatalogueContext, Recipient } from './data-catalogue-context.ts';
export type { ReadingsContext } from './readings.ts';
export { dataCatalogueRoutes } from './routes.ts';
export { recipientOf, type RegisteredRecipient } from './register-recipients.ts';
