import { createRoute, redirect } from '@tanstack/react-router';
import { ApiKeysPage } from '#features/api-keys';
import { DevelopersOverviewPage } from '#features/developers-overview';
import { PlaygroundPage, playgroundSearch } from '#features/playground';
import { logSearch, RequestLogPage } from '#features/request-log';
import { EndpointPage, EndpointsPage, endpointSearch } from '#features/webhooks';
import { DEVELOPER_PERMISSIONS } from '#frame/developer-pages.ts';
import { DevelopersLayout } from '#frame/DevelopersLayout.tsx';
import { withPermission } from '#frame/NoPermission.tsx';
import { workspaceRoute } from './workspace-route.tsx';

/** `/w/{slug}/developers`: the pages for developers beside each of them. */
export const developersRoute = createRoute({ getParentRoute: () => workspaceRoute, path: 'developers', component: DevelopersLayout });

const startRoute = createRoute({
  getParentRoute: () => developersRoute,
  path: '/',
  beforeLoad: ({ params }) => redirect({ to: '/w/$slug/developers/overview', params, replace: true, throw: true }),
});

const overviewRoute = createRoute({
  getParentRoute: () => developersRoute,
  path: 'overview',
  component: withPermission(DEVELOPER_PERMISSIONS, DevelopersOverviewPage),
});

/** `/w/{slug}/developers/playground?kind=template` */
const playgroundRoute = createRoute({
  getParentRoute: () => developersRoute,
  path: 'playground',
  validateSearch: playgroundSearch,
  component: withPermission(DEVELOPER_PERMISSIONS, PlaygroundPage),
});

/** `/w/{slug}/developers/api-keys?create=true` */
const apiKeysRoute = createRoute({
  getParentRoute: () => developersRoute,
  path: 'api-keys',
  validateSearch: (search: Record<string, unknown>): { create?: true } => (search['create'] === true ? { create: true } : {}),
  component: withPermission('api_keys:read', ApiKeysPage),
});

/** `/w/{slug}/developers/webhooks?create=true` */
const endpointsRoute = createRoute({
  getParentRoute: () => developersRoute,
  path: 'webhooks',
  validateSearch: (search: Record<string, unknown>): { create?: true } => (search['create'] === true ? { create: true } : {}),
  component: withPermission('webhooks:read', EndpointsPage),
});

/** `/w/{slug}/developers/webhooks/{id}?result=failed&delivery=wdl_…` */
const endpointRoute = createRoute({
  getParentRoute: () => developersRoute,
  path: 'webhooks/$endpointId',
  validateSearch: endpointSearch,
  component: withPermission('webhooks:read', EndpointPage),
});

/** `/w/{slug}/developers/log?ended=4xx&request=req_…` */
const logRoute = createRoute({
  getParentRoute: () => developersRoute,
  path: 'log',
  validateSearch: logSearch,
  component: withPermission('logs:read', RequestLogPage),
});

/** Every page for developers. */
export const developerPages = [startRoute, overviewRoute, playgroundRoute, apiKeysRoute, endpointsRoute, endpointRoute, logRoute];
