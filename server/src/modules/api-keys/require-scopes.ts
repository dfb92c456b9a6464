import type { Permission } from '@kabar/contract';
import { AppError } from '#platform/errors';

/** Nobody hands out what they do not have. Errors: `permission_denied` naming the first scope that is lacking. */
export function requireScopes(held: ReadonlySet<Permission>, scopes: readonly string[]): void {
  const lacking = scopes.find((scope) => !held.has(scope as Permission)); // a set of names: one that it does not know is lacking, too
  if (lacking !== undefined) throw new AppError('permission_denied', { details: { permission: lacking } });
}
