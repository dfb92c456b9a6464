import { lazyRouteComponent } from '@tanstack/react-router';

export { contactsLive } from './api/live.ts';
export { useContact, useExports } from './api/queries.ts';
export { ExportRow } from './components/ExportRow.tsx';
export { AttributeList } from './components/record/AttributeList.tsx';
export { ContactNameForm } from './components/record/ContactNameForm.tsx';
export { ContactNotes } from './components/record/ContactNotes.tsx';
export { ContactTags } from './components/record/ContactTags.tsx';
export { BlockedBadge, RestrictedBadge } from './components/ContactName.tsx';
export { StageField } from './components/record/StageField.tsx';
export { contactsSearch } from './fns/contact-search.ts';
export { contactPageSearch } from './fns/contact-page-search.ts';
export const ContactsPage = lazyRouteComponent(() => import('./pages/ContactsPage.tsx'), 'ContactsPage');
export const ContactPage = lazyRouteComponent(() => import('./pages/ContactPage.tsx'), 'ContactPage');
