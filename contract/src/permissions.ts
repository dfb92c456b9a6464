/** Roles a member can have, from the most to the least powerful. */
export const ROLES = ['owner', 'admin', 'manager', 'agent'] as const;
export type Role = (typeof ROLES)[number];

/** How many roles of its own a workspace can have. */
export const MAX_CUSTOM_ROLES = 50;

/**
 * Everything that can be allowed or refused, with the least powerful built-in role that has it. API key scopes are these
 * same names. `key: false` marks what only a person may do: no API key can carry it. `wide` marks what shows or changes
 * something of the whole workspace: somebody who sees chosen numbers and teams only never has it, whatever their role says.
 */
export const PERMISSIONS = {
  'workspace:read': { from: 'agent', key: true, wide: false, about: 'See the workspace and its settings' },
  'workspace:write': { from: 'admin', key: true, wide: true, about: 'Change the workspace and its settings' },
  'members:read': { from: 'agent', key: true, wide: false, about: 'See members' },
  'members:write': { from: 'admin', key: true, wide: true, about: 'Invite and remove members, give them roles, and make roles' },
  'teams:read': { from: 'agent', key: true, wide: false, about: 'See teams and who is in them' },
  'teams:write': { from: 'manager', key: true, wide: true, about: 'Create and change teams and what they see' },
  'inbox:configure': {
    from: 'manager',
    key: true,
    wide: true,
    about: 'Set working hours, automatic replies, assignment, targets and shared saved replies',
  },
  'reports:read': { from: 'manager', key: true, wide: true, about: 'See reports' },
  'api_keys:read': { from: 'admin', key: false, wide: true, about: 'See API keys' },
  'api_keys:write': { from: 'admin', key: false, wide: true, about: 'Create and revoke API keys' },
  'webhooks:read': { from: 'admin', key: true, wide: true, about: 'See webhook endpoints, what was sent to them and how they answered' },
  'webhooks:write': { from: 'admin', key: true, wide: true, about: 'Create, change and test webhook endpoints, and send events again' },
  'logs:read': { from: 'admin', key: true, wide: true, about: 'Read the request log and the use of the API' },
  'audit:read': { from: 'admin', key: true, wide: true, about: 'Read the audit log' },
  'numbers:read': { from: 'agent', key: true, wide: false, about: 'See numbers and their health' },
  'numbers:write': { from: 'admin', key: true, wide: true, about: 'Connect, change and disconnect numbers' },
  'contacts:read': { from: 'agent', key: true, wide: false, about: 'See contacts' },
  'contacts:write': { from: 'agent', key: true, wide: false, about: 'Create and change contacts' },
  'conversations:read': { from: 'agent', key: true, wide: false, about: 'Read conversations and their messages' },
  'contacts:manage': {
    from: 'manager',
    key: true,
    wide: true,
    about: 'Merge, split and import contacts, define attributes, tags and shared segments',
  },
  'contacts:export': { from: 'manager', key: true, wide: true, about: 'Export contacts, and everything about one person' },
  'consent:read': { from: 'agent', key: true, wide: false, about: 'See what customers agreed to and what they stopped' },
  'consent:write': { from: 'agent', key: true, wide: false, about: 'Record that a customer agreed or objected' },
  'conversations:write': { from: 'agent', key: true, wide: false, about: 'Assign, snooze, resolve, tag, note and mark conversations' },
  'conversations:export': { from: 'manager', key: true, wide: true, about: 'Export transcripts of conversations' },
  'messages:read': { from: 'agent', key: true, wide: false, about: 'Read messages and their delivery story' },
  'messages:send': { from: 'agent', key: true, wide: false, about: 'Send and cancel messages' },
  'messages:resolve': { from: 'manager', key: true, wide: true, about: 'Decide about messages whose outcome is unknown' },
  'templates:read': { from: 'agent', key: true, wide: false, about: 'See templates' },
  'templates:write': { from: 'manager', key: true, wide: false, about: 'Sync and change templates' },
  'media:read': { from: 'agent', key: true, wide: false, about: 'Download media' },
  'media:write': { from: 'agent', key: true, wide: false, about: 'Upload media' },
  'privacy:read': { from: 'manager', key: true, wide: true, about: 'See the privacy office: requests, retention, registers, promises' },
  'privacy:requests': { from: 'manager', key: true, wide: true, about: 'Record and handle the requests of people about their data' },
  'privacy:write': { from: 'admin', key: false, wide: true, about: 'Decide retention, holds, registers and the privacy notice' },
  'workspace:sign_in': { from: 'owner', key: false, wide: true, about: 'Decide how members sign in: second factor, single sign-on' },
  'workspace:close': { from: 'owner', key: false, wide: true, about: 'Close the workspace, and take that back' },
  'support:grant': { from: 'admin', key: false, wide: true, about: 'Let operators of the installation in for a time, and end that' },
  'intake:read': { from: 'manager', key: true, wide: true, about: 'See stored webhook deliveries and quarantined units' },
  'intake:replay': { from: 'admin', key: true, wide: true, about: 'Process a stored webhook delivery again' },
} as const satisfies Record<string, { from: Role; key: boolean; wide: boolean; about: string }>;

export type Permission = keyof typeof PERMISSIONS;

/** Every permission name, in catalogue order. */
export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];

/** Permissions an API key may carry as scopes. */
export const KEY_SCOPES = PERMISSION_NAMES.filter((name) => PERMISSIONS[name].key);

/** Power of a role: 0 is the most powerful. */
export function roleRank(role: Role): number {
  return ROLES.indexOf(role);
}

/** Whether `role` has `permission`. */
export function roleAllows(role: Role, permission: Permission): boolean {
  return roleRank(role) <= roleRank(PERMISSIONS[permission].from);
}

/** All permissions of `role`. */
export function permissionsOf(role: Role): Permission[] {
  return PERMISSION_NAMES.filter((name) => roleAllows(role, name));
}

/** What is left of `permissions` for somebody whose sight is limited to chosen numbers and teams. */
export function withoutWide(permissions: readonly Permission[]): Permission[] {
  return permissions.filter((name) => !PERMISSIONS[name].wide);
}
