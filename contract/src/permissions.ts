/** Roles a member can have, from the most to the least powerful. */
export const ROLES = ['owner', 'admin', 'manager', 'agent'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Everything that can be allowed or refused, with the least powerful built-in role that has it. API key scopes are these
 * same names. `key: false` marks what only a person may do: no API key can carry it.
 */
export const PERMISSIONS = {
  'workspace:read': { from: 'agent', key: true, about: 'See the workspace and its settings' },
  'workspace:write': { from: 'admin', key: true, about: 'Change the workspace and its settings' },
  'members:read': { from: 'agent', key: true, about: 'See members' },
  'members:write': { from: 'admin', key: true, about: 'Invite members, change roles, remove members' },
  'teams:read': { from: 'agent', key: true, about: 'See teams and who is in them' },
  'teams:write': { from: 'manager', key: true, about: 'Create and change teams and what they see' },
  'inbox:configure': {
    from: 'manager',
    key: true,
    about: 'Set working hours, automatic replies, assignment, targets and shared saved replies',
  },
  'reports:read': { from: 'manager', key: true, about: 'See reports' },
  'api_keys:read': { from: 'admin', key: false, about: 'See API keys' },
  'api_keys:write': { from: 'admin', key: false, about: 'Create and revoke API keys' },
  'webhooks:read': { from: 'admin', key: true, about: 'See webhook endpoints, what was sent to them and how they answered' },
  'webhooks:write': { from: 'admin', key: true, about: 'Create, change and test webhook endpoints, and send events again' },
  'logs:read': { from: 'admin', key: true, about: 'Read the request log and the use of the API' },
  'audit:read': { from: 'admin', key: true, about: 'Read the audit log' },
  'numbers:read': { from: 'agent', key: true, about: 'See numbers and their health' },
  'numbers:write': { from: 'admin', key: true, about: 'Connect, change and disconnect numbers' },
  'contacts:read': { from: 'agent', key: true, about: 'See contacts' },
  'contacts:write': { from: 'agent', key: true, about: 'Create and change contacts' },
  'conversations:read': { from: 'agent', key: true, about: 'Read conversations and their messages' },
  'contacts:manage': { from: 'manager', key: true, about: 'Merge, split and import contacts, define attributes, tags and shared segments' },
  'contacts:export': { from: 'manager', key: true, about: 'Export contacts, and everything about one person' },
  'consent:read': { from: 'agent', key: true, about: 'See what customers agreed to and what they stopped' },
  'consent:write': { from: 'agent', key: true, about: 'Record that a customer agreed or objected' },
  'conversations:write': { from: 'agent', key: true, about: 'Assign, snooze, resolve, tag, note and mark conversations' },
  'conversations:export': { from: 'manager', key: true, about: 'Export transcripts of conversations' },
  'messages:read': { from: 'agent', key: true, about: 'Read messages and their delivery story' },
  'messages:send': { from: 'agent', key: true, about: 'Send and cancel messages' },
  'messages:resolve': { from: 'manager', key: true, about: 'Decide about messages whose outcome is unknown' },
  'templates:read': { from: 'agent', key: true, about: 'See templates' },
  'templates:write': { from: 'manager', key: true, about: 'Sync and change templates' },
  'media:read': { from: 'agent', key: true, about: 'Download media' },
  'media:write': { from: 'agent', key: true, about: 'Upload media' },
  'privacy:read': { from: 'manager', key: true, about: 'See the privacy office: requests, retention, registers, promises' },
  'privacy:requests': { from: 'manager', key: true, about: 'Record and handle the requests of people about their data' },
  'privacy:write': { from: 'admin', key: false, about: 'Decide retention, holds, registers and the privacy notice' },
  'workspace:sign_in': { from: 'owner', key: false, about: 'Decide how members sign in: second factor, single sign-on' },
  'workspace:close': { from: 'owner', key: false, about: 'Close the workspace, and take that back' },
  'support:grant': { from: 'admin', key: false, about: 'Let operators of the installation in for a time, and end that' },
  'intake:read': { from: 'manager', key: true, about: 'See stored webhook deliveries and quarantined units' },
  'intake:replay': { from: 'admin', key: true, about: 'Process a stored webhook delivery again' },
} as const satisfies Record<string, { from: Role; key: boolean; about: string }>;

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
