import { KEY_SCOPES, type Permission } from '@kabar/contract';

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
