import { KEY_SCOPES, type Permission } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What each permission lets a program do. */
export const scopeWords: Readonly<Record<Permission, MessageDescriptor>> = {
  'workspace:read': msg`See the workspace and its settings`,
  'workspace:write': msg`Change the workspace and its settings`,
  'members:read': msg`See members`,
  'members:write': msg`Invite members, change roles, remove members`,
  'teams:read': msg`See teams and who is in them`,
  'teams:write': msg`Create and change teams and what they see`,
  'inbox:configure': msg`Set working hours, automatic replies, assignment, targets and shared saved replies`,
  'reports:read': msg`See reports`,
  'api_keys:read': msg`See API keys`,
  'api_keys:write': msg`Create and revoke API keys`,
  'webhooks:read': msg`See webhook endpoints and what was sent to them`,
  'webhooks:write': msg`Create, change and test webhook endpoints, and send events again`,
  'logs:read': msg`Read the request log and the use of the API`,
  'audit:read': msg`Read the audit log`,
  'numbers:read': msg`See numbers and their health`,
  'numbers:write': msg`Connect, change and disconnect numbers`,
  'contacts:read': msg`See contacts`,
  'contacts:write': msg`Create and change contacts`,
  'contacts:manage': msg`Merge, split and import contacts, define attributes, tags and shared segments`,
  'contacts:export': msg`Export contacts, and everything about one person`,
  'consent:read': msg`See what customers agreed to and what they stopped`,
  'consent:write': msg`Record that a customer agreed or objected`,
  'conversations:read': msg`Read conversations and their messages`,
  'conversations:write': msg`Assign, snooze, resolve, tag, note and mark conversations`,
  'conversations:export': msg`Export transcripts of conversations`,
  'messages:read': msg`Read messages and what became of them`,
  'messages:send': msg`Send and cancel messages`,
  'messages:resolve': msg`Decide about messages whose outcome is unknown`,
  'templates:read': msg`See templates`,
  'templates:write': msg`Sync and change templates`,
  'media:read': msg`Download media`,
  'media:write': msg`Upload media`,
  'privacy:read': msg`See the privacy office`,
  'privacy:requests': msg`Handle requests of people about their data`,
  'privacy:write': msg`Decide retention, registers and the privacy notice`,
  'workspace:sign_in': msg`Decide how members sign in`,
  'workspace:close': msg`Close the workspace`,
  'support:grant': msg`Let operators of the installation in for a time, and end that`,
  'intake:read': msg`See stored webhook deliveries`,
  'intake:replay': msg`Process a stored webhook delivery again`,
};

/** Ready-made sets of scopes. */
export type ScopeSet = 'send' | 'send_and_receive' | 'everything' | 'own';

const sets: Readonly<Record<Exclude<ScopeSet, 'own'>, readonly Permission[]>> = {
  send: ['messages:send', 'messages:read', 'templates:read', 'media:write', 'numbers:read'],
  send_and_receive: [
    'messages:send',
    'messages:read',
    'templates:read',
    'media:read',
    'media:write',
    'numbers:read',
    'contacts:read',
    'conversations:read',
    'conversations:write',
  ],
  everything: KEY_SCOPES,
};

/** The scopes of a set that the creator has too: nobody hands on more than they may do. "own" starts with nothing. */
export function scopesOf(set: ScopeSet, allowed: ReadonlySet<Permission>): Permission[] {
  return set === 'own' ? [] : sets[set].filter((scope) => allowed.has(scope));
}
