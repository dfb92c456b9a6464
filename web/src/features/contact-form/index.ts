import { lazyRouteComponent } from '@tanstack/react-router';

export { contactFormSearch } from './fns/contact-form-search.ts';
export const ContactFormPage = lazyRouteComponent(() => import('./pages/ContactFormPage.tsx'), 'ContactFormPage');
export const PublicContactFormPage = lazyRouteComponent(() => import('./pages/PublicContactFormPage.tsx'), 'PublicContactFormPage');
