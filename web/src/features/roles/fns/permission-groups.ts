import type { Permission } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Permissions that belong together on the screen. */
export interface PermissionGroup {
  id: string;
  label: MessageDescriptor;
  permissions: readonly Permission[];
}

/** Every permission, once, in the groups in which people look for it. */
export const permissionGroups: readonly PermissionGroup[] = [
  {
    id: 'inbox',
    label: msg`Inbox`,
    permissions: [
      'conversations:read',
      'conversations:write',
      'messages:read',
      'messages:send',
      'media:read',
      'media:write',
      'messages:resolve',
      'conversations:export',
      'inbox:configure',
    ],
  },
  {
    id: 'contacts',
    label: msg`Contacts and consent`,
    permissions: ['contacts:read', 'contacts:write', 'contacts:manage', 'contacts:export', 'consent:read', 'consent:write'],
  },
  { id: 'templates', label: msg`Templates and results`, permissions: ['templates:read', 'templates:write', 'reports:read'] },
  { id: 'numbers', label: msg`Numbers`, permissions: ['numbers:read', 'numbers:write', 'intake:read', 'intake:replay'] },
  { id: 'people', label: msg`Members and teams`, permissions: ['members:read', 'members:write', 'teams:read', 'teams:write'] },
  { id: 'privacy', label: msg`Privacy office`, permissions: ['privacy:read', 'privacy:requests', 'privacy:write'] },
  {
    id: 'developers',
    label: msg`Developers`,
    permissions: ['api_keys:read', 'api_keys:write', 'webhooks:read', 'webhooks:write', 'logs:read'],
  },
  {
    id: 'workspace',
    label: msg`Workspace and security`,
    permissions: ['workspace:read', 'workspace:write', 'audit:read', 'workspace:sign_in', 'support:grant', 'workspace:close'],
  },
];
