export type { ContactFormsContext } from './contact-forms-context.ts';
export { getFormMessage, markAnswered } from './form-messages.ts';
export { contactFormsPersonalData } from './personal-data.ts';
export { removeFormMessages } from './remove-form-messages.ts';
export { contactFormRoutes } from './routes.ts';
