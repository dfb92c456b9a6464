import { createRoute } from '@tanstack/react-router';
import { ConsentSettingsPage, consentSearch } from '#features/consent-settings';
import { contactPageSearch, ContactPage, ContactsPage, contactsSearch } from '#features/contacts';
import { FirstStepsPage } from '#features/first-steps';
import { ImportPage, ImportsPage, NewImportPage, NewPersonImportPage, PersonImportPage } from '#features/imports';
import { InboxPage, inboxSearch } from '#features/inbox';
import { NumberPage, NumbersPage } from '#features/numbers';
import { reportSearch, ReportsPage } from '#features/reports';
import { SearchPage, searchFilters } from '#features/search';
import { DraftPage, TemplatePage, templateSearch, TemplatesPage, type TemplateFilter } from '#features/templates';
import { withPermission } from '#frame/NoPermission.tsx';
import { settingsRoute } from './settings-pages.tsx';
import { workspaceRoute } from './workspace-route.tsx';

/** `/w/{slug}/inbox?view=mine&unread=true`: draws the open conversation itself, so that the list stays as it is. */
export const inboxRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'inbox',
  validateSearch: inboxSearch,
  component: InboxPage,
});

/** `/w/{slug}/inbox/{conversationId}?message=…` */
export const conversationRoute = createRoute({ getParentRoute: () => inboxRoute, path: '$conversationId' });

/** `/w/{slug}/contacts?segment=seg_…&filter={…}#name`: what is searched for stands behind the `#`, as in the search. */
export const contactsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'contacts',
  validateSearch: contactsSearch,
  component: withPermission('contacts:read', ContactsPage),
});

/** `/w/{slug}/contacts/{id}?tab=consent` */
export const contactRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'contacts/$contactId',
  validateSearch: contactPageSearch,
  component: withPermission('contacts:read', function ContactDetail() {
    const { contactId } = contactRoute.useParams();
    return <ContactPage key={contactId} contactId={contactId} />;
  }),
});

/** `/w/{slug}/search?in=messages#words`: what is searched for stands behind the `#`, so that no server writes it into a log. */
export const searchRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'search',
  validateSearch: searchFilters,
  component: withPermission('conversations:read', SearchPage),
});

/** `/w/{slug}/contacts/imports` */
export const importsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'contacts/imports',
  component: withPermission('contacts:manage', ImportsPage),
});

/** `/w/{slug}/contacts/imports/new` */
export const newImportRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'contacts/imports/new',
  component: withPermission('contacts:manage', NewImportPage),
});

/** `/w/{slug}/contacts/imports/{id}` */
export const importRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'contacts/imports/$importId',
  component: function ImportDetail() {
    return <ImportPage importId={importRoute.useParams().importId} />;
  },
});

/** `/w/{slug}/contacts/imports/people/new` */
export const newPersonImportRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'contacts/imports/people/new',
  component: withPermission('contacts:manage', NewPersonImportPage),
});

/** `/w/{slug}/contacts/imports/people/{id}` */
export const personImportRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'contacts/imports/people/$personImportId',
  component: withPermission('contacts:manage', function PersonImportDetail() {
    return <PersonImportPage personImportId={personImportRoute.useParams().personImportId} />;
  }),
});

/** `/w/{slug}/first-steps` */
export const firstStepsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'first-steps',
  component: withPermission('numbers:write', FirstStepsPage),
});

/** `/w/{slug}/numbers?connect=true`: the list; `connect` opens the dialog. */
export const numbersRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'numbers',
  validateSearch: (search: Record<string, unknown>): { connect?: true } => (search['connect'] === true ? { connect: true } : {}),
  component: withPermission('numbers:read', NumbersPage),
});

/** `/w/{slug}/numbers/{id}` */
export const numberRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'numbers/$numberId',
  component: function NumberDetail() {
    return <NumberPage numberId={numberRoute.useParams().numberId} />;
  },
});

/** `/w/{slug}/templates?state=rejected&q=order&new=true`: the list; `new` opens the dialog. */
export const templatesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'templates',
  validateSearch: (search: Record<string, unknown>): TemplateFilter & { new?: true } => ({
    ...templateSearch(search),
    ...(search['new'] === true ? { new: true } : {}),
  }),
  component: withPermission('templates:read', TemplatesPage),
});

/** `/w/{slug}/templates/{id}`: one template in one language. */
export const templateRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'templates/$templateId',
  component: withPermission('templates:read', function TemplateDetail() {
    return <TemplatePage templateId={templateRoute.useParams().templateId} />;
  }),
});

/** `/w/{slug}/templates/drafts/{id}`: the builder. */
export const templateDraftRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'templates/drafts/$draftId',
  component: withPermission('templates:write', function TemplateBuilder() {
    return <DraftPage draftId={templateDraftRoute.useParams().draftId} />;
  }),
});

/** `/w/{slug}/settings/consent?tab=suppressions&scope=all` */
export const consentSettingsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'consent',
  validateSearch: consentSearch,
  component: withPermission('consent:read', ConsentSettingsPage),
});

/** `/w/{slug}/reports?period=7&by=member` */
export const reportsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'reports',
  validateSearch: reportSearch,
  component: withPermission('reports:read', ReportsPage),
});
