export type { ContactFormsContext } from './contact-forms-context.ts';
export { contactFormsPersonalData } from './personal-data.ts';
export { contactFormRoutes } from './routes.ts';
