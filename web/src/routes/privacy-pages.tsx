import { createRoute, redirect } from '@tanstack/react-router';
import { ContactFormPage, contactFormSearch } from '#features/contact-form';
import { DataMapPage, dataSearch, ReadingsPage } from '#features/data-catalogue';
import { DisclosuresPage } from '#features/disclosures';
import { ErasuresPage } from '#features/erasures';
import { IncidentPage, IncidentsPage } from '#features/incidents';
import { NoticePage, noticeSearch } from '#features/notices';
import { PrivacyOverviewPage } from '#features/privacy-overview';
import { OfficePage, RequestPage, RequestsPage, requestsSearch } from '#features/privacy-requests';
import { PromisesPage, promiseSearch } from '#features/promises';
import { RecipientsPage } from '#features/recipients';
import { RetentionPage, retentionSearch } from '#features/retention';
import { PublicPageSettingsPage } from '#features/self-service';
import { withPermission } from '#frame/NoPermission.tsx';
import { PrivacyLayout } from '#frame/PrivacyLayout.tsx';
import { workspaceRoute } from './workspace-route.tsx';

/** `/w/{slug}/privacy`: the pages of the privacy office beside each of them. */
export const privacyRoute = createRoute({ getParentRoute: () => workspaceRoute, path: 'privacy', component: PrivacyLayout });

const startRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: '/',
  beforeLoad: ({ params }) => redirect({ to: '/w/$slug/privacy/overview', params, replace: true, throw: true }),
});

const overviewRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'overview',
  component: withPermission('privacy:read', PrivacyOverviewPage),
});

/** `/w/{slug}/privacy/contact-form?state=answered` */
const contactFormRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'contact-form',
  validateSearch: contactFormSearch,
  component: withPermission('contacts:read', function ContactForm() {
    return <ContactFormPage state={contactFormRoute.useSearch().state} />;
  }),
});

const dataRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'data',
  validateSearch: dataSearch,
  component: withPermission('privacy:read', DataMapPage),
});

/** `/w/{slug}/privacy/retention?tab=holds` */
const retentionRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'retention',
  validateSearch: retentionSearch,
  component: withPermission('privacy:read', function Retention() {
    return <RetentionPage tab={retentionRoute.useSearch().tab} />;
  }),
});

const readingsRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'readings',
  component: withPermission('privacy:read', ReadingsPage),
});

const erasuresRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'erasures',
  component: withPermission('privacy:read', ErasuresPage),
});

/** `/w/{slug}/privacy/promises?status=red` */
const promisesRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'promises',
  validateSearch: promiseSearch,
  component: withPermission('privacy:read', PromisesPage),
});

/** `/w/{slug}/privacy/notice?page=security&lang=id` */
const noticeRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'notice',
  validateSearch: noticeSearch,
  component: withPermission('privacy:read', NoticePage),
});

/** `/w/{slug}/privacy/requests?tab=closed` */
const requestsRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'requests',
  validateSearch: requestsSearch,
  component: withPermission('privacy:read', function Requests() {
    return <RequestsPage tab={requestsRoute.useSearch().tab} />;
  }),
});

const requestRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'requests/$requestId',
  component: withPermission('privacy:read', function Request() {
    return <RequestPage id={requestRoute.useParams().requestId} />;
  }),
});

const officeRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'office',
  component: withPermission('privacy:read', OfficePage),
});

const publicPageRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'public-page',
  component: withPermission('privacy:read', PublicPageSettingsPage),
});

const recipientsRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'recipients',
  component: withPermission('privacy:read', RecipientsPage),
});

const disclosuresRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'disclosures',
  component: withPermission('privacy:read', DisclosuresPage),
});

const incidentsRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'incidents',
  component: withPermission('privacy:read', IncidentsPage),
});

/** `/w/{slug}/privacy/incidents/{id}` */
const incidentRoute = createRoute({
  getParentRoute: () => privacyRoute,
  path: 'incidents/$id',
  component: withPermission('privacy:read', function Incident() {
    return <IncidentPage id={incidentRoute.useParams().id} />;
  }),
});

/** The pages below `privacyRoute`. */
export const privacyPages = [
  startRoute,
  overviewRoute,
  contactFormRoute,
  dataRoute,
  retentionRoute,
  readingsRoute,
  erasuresRoute,
  promisesRoute,
  noticeRoute,
  requestsRoute,
  requestRoute,
  officeRoute,
  publicPageRoute,
  recipientsRoute,
  disclosuresRoute,
  incidentsRoute,
  incidentRoute,
] as const;
