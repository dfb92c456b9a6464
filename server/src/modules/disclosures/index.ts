export { disclosuresPersonalData } from './personal-data.ts';
export { disclosuresRoutes } from './routes.ts';
export type { DisclosuresContext } from './disclosures-context.ts';
