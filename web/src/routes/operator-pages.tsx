import { createRoute, redirect } from '@tanstack/react-router';
import { BackupsPage } from '#features/backups';
import { BusinessTransferPage } from '#features/business-transfer';
import { CrashReportsPage } from '#features/crash-reports';
import { OperatorIncidentPage, OperatorIncidentsPage } from '#features/incidents';
import { noticeSearch, OperatorNoticePage } from '#features/notices';
import { OperatorRequestPage, OperatorRequestsPage, requestsSearch } from '#features/privacy-requests';
import { OperatorPromisesPage, promiseSearch } from '#features/promises';
import { OperatorRecipientsPage } from '#features/recipients';
import { OperatorSupportPage } from '#features/support-access';
import { UsageStatisticsPage } from '#features/usage-statistics';
import { OperatorLayout, OperatorStart } from '#frame/OperatorLayout.tsx';
import { requireMe } from './require-me.ts';
import { FailedPage, rootRoute } from './root.tsx';

/** `/operator`: for the people who run the installation; everybody else is led to their workspace. */
export const operatorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator',
  loader: async ({ context, location }) => {
    const me = await requireMe(context.queryClient, location.href);
    if (!me.is_operator) redirect({ to: '/', replace: true, throw: true });
  },
  component: OperatorLayout,
  errorComponent: FailedPage,
});

const startRoute = createRoute({ getParentRoute: () => operatorRoute, path: '/', component: OperatorStart });

/** `/operator/usage-statistics?month=2026-11` */
const usageStatisticsRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'usage-statistics',
  validateSearch: (search: Record<string, unknown>): { month?: string } =>
    typeof search['month'] === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(search['month']) ? { month: search['month'] } : {},
  component: UsageStatisticsPage,
});

/** `/operator/crash-reports` */
const crashReportsRoute = createRoute({ getParentRoute: () => operatorRoute, path: 'crash-reports', component: CrashReportsPage });

/** `/operator/support-access` */
const supportAccessRoute = createRoute({ getParentRoute: () => operatorRoute, path: 'support-access', component: OperatorSupportPage });

/** `/operator/backups` */
const backupsRoute = createRoute({ getParentRoute: () => operatorRoute, path: 'backups', component: BackupsPage });

/** `/operator/promises?status=red` */
const promisesRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'promises',
  validateSearch: promiseSearch,
  component: OperatorPromisesPage,
});

/** `/operator/notice` */
const noticeRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'notice',
  validateSearch: noticeSearch,
  component: OperatorNoticePage,
});

/** `/operator/privacy-requests?tab=closed` */
const requestsRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'privacy-requests',
  validateSearch: requestsSearch,
  component: function OperatorRequests() {
    return <OperatorRequestsPage tab={requestsRoute.useSearch().tab} />;
  },
});

const requestRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'privacy-requests/$requestId',
  component: function OperatorRequest() {
    return <OperatorRequestPage id={requestRoute.useParams().requestId} />;
  },
});
const recipientsRoute = createRoute({ getParentRoute: () => operatorRoute, path: 'recipients', component: OperatorRecipientsPage });
const incidentsRoute = createRoute({ getParentRoute: () => operatorRoute, path: 'incidents', component: OperatorIncidentsPage });

/** `/operator/incidents/{id}` */
const incidentRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'incidents/$id',
  component: function Incident() {
    return <OperatorIncidentPage id={incidentRoute.useParams().id} />;
  },
});
const businessTransferRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'business-transfer',
  component: BusinessTransferPage,
});

/** The pages below `operatorRoute`. */
export const operatorPages = [
  startRoute,
  supportAccessRoute,
  backupsRoute,
  usageStatisticsRoute,
  crashReportsRoute,
  promisesRoute,
  noticeRoute,
  requestsRoute,
  requestRoute,
  recipientsRoute,
  incidentsRoute,
  incidentRoute,
  businessTransferRoute,
] as const;
