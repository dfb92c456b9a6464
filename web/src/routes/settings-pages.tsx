import type { SavedReplyScope } from '@kabar/contract';
import { createRoute, redirect } from '@tanstack/react-router';
import { AssignmentPage } from '#features/assignment';
import { AttributesPage, StagesPage } from '#features/attributes';
import { AuditPage, auditSearch } from '#features/audit';
import { AwayMessagePage } from '#features/automatic-replies';
import { MyNotificationsPage } from '#features/notifications';
import { MembersPage, RolesPage } from '#features/roles';
import { SavedRepliesPage } from '#features/saved-replies';
import { SatisfactionPage, TargetsPage } from '#features/service-levels';
import { SignInSettingsPage } from '#features/sign-in-settings';
import { SupportAccessPage } from '#features/support-access';
import { TagsPage } from '#features/tags';
import { TeamsPage } from '#features/teams';
import { WorkingHoursPage } from '#features/working-hours';
import { WorkspaceSettingsPage } from '#features/workspace-settings';
import { withPermission } from '#frame/NoPermission.tsx';
import { SettingsLayout, SettingsStart } from '#frame/SettingsLayout.tsx';
import { workspaceRoute } from './workspace-route.tsx';

/** `?edit=new` or `?edit={id}`: the open dialog. */
function editSearch(search: Record<string, unknown>): { edit?: string } {
  return typeof search['edit'] === 'string' ? { edit: search['edit'] } : {};
}

/** `?for={id}`: the number or team whose own settings are shown. */
function scopeSearch(search: Record<string, unknown>): { for?: string } {
  return typeof search['for'] === 'string' ? { for: search['for'] } : {};
}

/** `/w/{slug}/settings`: the list of pages beside each of them. */
export const settingsRoute = createRoute({ getParentRoute: () => workspaceRoute, path: 'settings', component: SettingsLayout });

/** `/w/{slug}/settings` alone: the list on a phone, the first page where the list stands beside it. */
const startRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    if (matchMedia('(min-width: 48rem)').matches) redirect({ to: '/w/$slug/settings/workspace', params, replace: true, throw: true });
  },
  component: SettingsStart,
});

const generalRoute = createRoute({ getParentRoute: () => settingsRoute, path: 'workspace', component: WorkspaceSettingsPage });

/** `/w/{slug}/settings/members?invite=true`, `?limit={id}`: the member whose limits are shown. */
const membersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'members',
  validateSearch: (search: Record<string, unknown>): { invite?: true; limit?: string } => ({
    ...(search['invite'] === true ? { invite: true } : {}),
    ...(typeof search['limit'] === 'string' ? { limit: search['limit'] } : {}),
  }),
  component: withPermission('members:read', MembersPage),
});

/** `?edit=new&from={id}`, `?edit={id}`: the open role; `?limit={id}`: the member whose limits are shown. */
const rolesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'roles',
  validateSearch: (search: Record<string, unknown>): { edit?: string; from?: string; limit?: string } => ({
    ...editSearch(search),
    ...(typeof search['from'] === 'string' ? { from: search['from'] } : {}),
    ...(typeof search['limit'] === 'string' ? { limit: search['limit'] } : {}),
  }),
  component: withPermission('members:read', RolesPage),
});

const securityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'security',
  component: withPermission('members:write', SignInSettingsPage),
});

/** `/w/{slug}/settings/audit?who=usr_…&way=support` */
const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit',
  validateSearch: auditSearch,
  component: withPermission('audit:read', AuditPage),
});

const supportAccessRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'support-access',
  component: withPermission('support:grant', SupportAccessPage),
});

const teamsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'teams',
  validateSearch: editSearch,
  component: withPermission('teams:write', TeamsPage),
});

const workingHoursRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'working-hours',
  validateSearch: scopeSearch,
  component: withPermission('inbox:configure', WorkingHoursPage),
});

const automaticRepliesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'automatic-replies',
  validateSearch: scopeSearch,
  component: withPermission('inbox:configure', AwayMessagePage),
});

const assignmentRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'assignment',
  validateSearch: scopeSearch,
  component: withPermission('inbox:configure', AssignmentPage),
});

const targetsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'targets',
  validateSearch: scopeSearch,
  component: withPermission('inbox:configure', TargetsPage),
});

const satisfactionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'satisfaction',
  component: withPermission('inbox:configure', SatisfactionPage),
});

/** `/w/{slug}/settings/saved-replies?scope=personal&q=order&edit=new` */
const savedRepliesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'saved-replies',
  validateSearch: (search: Record<string, unknown>): { scope?: SavedReplyScope; q?: string; edit?: string } => ({
    ...(search['scope'] === 'personal' ? { scope: 'personal' } : {}),
    ...(typeof search['q'] === 'string' && search['q'] !== '' ? { q: search['q'].slice(0, 100) } : {}),
    ...editSearch(search),
  }),
  component: withPermission('conversations:write', SavedRepliesPage),
});

const tagsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'tags',
  validateSearch: editSearch,
  component: withPermission('contacts:manage', TagsPage),
});

const attributesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'attributes',
  validateSearch: editSearch,
  component: withPermission('contacts:manage', AttributesPage),
});

const stagesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'stages',
  validateSearch: editSearch,
  component: withPermission('contacts:manage', StagesPage),
});

const notificationsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'notifications',
  component: withPermission('conversations:read', MyNotificationsPage),
});

/** The pages below `settingsRoute`. */
export const settingsPages = [
  startRoute,
  generalRoute,
  membersRoute,
  rolesRoute,
  securityRoute,
  auditRoute,
  supportAccessRoute,
  teamsRoute,
  workingHoursRoute,
  automaticRepliesRoute,
  assignmentRoute,
  targetsRoute,
  satisfactionRoute,
  savedRepliesRoute,
  tagsRoute,
  attributesRoute,
  stagesRoute,
  notificationsRoute,
] as const;
