import type { EngineTx, TenantTx } from '../db/tx.ts';
import type { Notifications } from './notifications.ts';

const channel = 'kabar_authorization';

/**
 * Names whose rights changed: `session:<id>`, `api_key:<id>`, `member:<id>`, `user:<id>`, `workspace:<id>` or `support:<id of the access>`,
 * with database ids.
 */
export type AuthorizationKey = `${'session' | 'api_key' | 'member' | 'user' | 'workspace' | 'support'}:${string}`;

/** Told which rights changed; null stands for "any may have", after a time without the listening connection. */
export type AuthorizationListener = (keys: ReadonlySet<string> | null) => void;

/** A source of authorization changes. Gives the function that ends the subscription. */
export type OnAuthorizationChange = (listener: AuthorizationListener) => () => void;

/**
 * Tells every process, at commit, that rights changed: a session ended, a key was revoked, a role or membership changed.
 * Long-lived connections of these keys are closed and caches dropped.
 */
export async function announceAuthorizationChange(tx: TenantTx | EngineTx, keys: readonly AuthorizationKey[]): Promise<void> {
  // A payload is limited to 8,000 bytes, a key is at most 50.
  for (let from = 0; from < keys.length; from += 100) {
    await tx.query({ text: `select pg_notify('${channel}', $1)`, values: [JSON.stringify(keys.slice(from, from + 100))] });
  }
}

/** The source of authorization changes of all processes. */
export function authorizationChanges(notifications: Notifications): OnAuthorizationChange {
  return (listener) =>
    notifications.on(channel, {
      received: (payload) => listener(readKeys(payload)),
      missed: () => listener(null),
    });
}

/** Null, which closes everything, for a payload that cannot be read: too much closed is safe, too little is not. */
function readKeys(payload: string): ReadonlySet<string> | null {
  try {
    const keys: unknown = JSON.parse(payload);
    return Array.isArray(keys) ? new Set(keys.map(String)) : null;
  } catch {
    return null;
  }
}
