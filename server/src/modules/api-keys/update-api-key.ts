import type { ApiKey, UpdateApiKeyRequest } from '@kabar/contract';
import { appendAudit, type AuditValue } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { ApiKeysContext } from './api-keys-context.ts';
import { lockApiKey, selectApiKey, updateApiKey as updateStatement, type ApiKeyRow } from './api-keys.sql.ts';
import type { KeyCreator } from './create-api-key.ts';
import { readIpAllowlist } from './ip-allowlist.ts';
import { overlaps } from './networks.ts';
import { presentApiKey, publicApiKeyId, statusOf } from './present-api-key.ts';
import { readExpiry } from './read-expiry.ts';
import { requireScopes } from './require-scopes.ts';

/** A network from which a key was used within this time counts as in use. */
export const inUseMs = 7 * 86_400_000;

/**
 * Changes a key; it acts at once here and on every other server as soon as the news arrives. Nothing is recorded when nothing changes. Taking
 * scopes away needs nothing but the right to manage keys; a scope that is added must be the actor's own.
 *
 * Errors: `not_found`; `api_key_ended`; `permission_denied` naming a scope; `validation_failed`; `lockout_unconfirmed` when the new list
 * leaves out the network from which the key was used in the last seven days.
 */
export async function updateApiKey(ctx: ApiKeysContext, actor: KeyCreator, id: string, input: UpdateApiKeyRequest): Promise<ApiKey> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const ipAllowlist = input.ip_allowlist === undefined ? null : readIpAllowlist(input.ip_allowlist, 'body.ip_allowlist');
  const expiresAt = input.expires_at === undefined ? null : { to: readExpiry(input.expires_at, now) };
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [before] = await tx.query<ApiKeyRow>(lockApiKey(workspaceId, id));
    if (before === undefined) throw new AppError('not_found');
    // What was replaced ends when it was said to end.
    if (statusOf(before, now) !== 'active') throw new AppError('api_key_ended');
    const asked = input.scopes === undefined ? null : [...new Set(input.scopes)];
    // The same scopes in another order are no change.
    const isSame = asked?.length === before.scopes.length && asked.every((scope) => before.scopes.includes(scope));
    const scopes = isSame ? null : asked;
    if (scopes !== null) {
      requireScopes(
        actor.permissions,
        scopes.filter((scope) => !before.scopes.includes(scope)),
      );
    }
    if (ipAllowlist !== null && !input.confirm_lockout) refuseLockout(before, ipAllowlist, now);
    await tx.query(
      updateStatement(workspaceId, id, {
        name: input.name ?? null,
        scopes,
        ipAllowlist,
        expiresAt,
        requestsPerSecond: input.requests_per_second === undefined ? null : { to: input.requests_per_second },
      }),
    );
    const [after] = await tx.query<ApiKeyRow>(selectApiKey(workspaceId, id));
    if (after === undefined) throw new Error('a key that was just changed is gone');
    const old = partsOf(before);
    const changed = Object.entries(partsOf(after)).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field]));
    if (changed.length === 0) return after;
    await appendEvents(tx, [{ workspaceId, type: 'api_key.updated', data: { api_key_id: publicApiKeyId(id) }, occurredAt: now }]);
    await announceAuthorizationChange(tx, [`api_key:${id}`]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: actor.userId },
      action: 'api_key.changed',
      target: { kind: 'api_key', id: publicApiKeyId(id) },
      before: Object.fromEntries(changed.map(([field]) => [field, old[field]])),
      after: Object.fromEntries(changed),
    });
    return after;
  });
  ctx.prover.forget(id);
  return presentApiKey(row, now);
}

/** What of a key can be changed, as the audit log has it. */
function partsOf(row: ApiKeyRow): Record<string, AuditValue> {
  return {
    name: row.name,
    scopes: row.scopes.toSorted(),
    ip_allowlist: row.ip_allowlist,
    requests_per_second: row.requests_per_second,
    expires_at: row.expires_at?.toISOString() ?? null,
  };
}

function refuseLockout(key: ApiKeyRow, ranges: readonly string[], now: Date): void {
  const { last_used_network: network, last_used_at: at } = key;
  if (ranges.length === 0 || network === null || at === null || now.getTime() - at.getTime() > inUseMs) return;
  if (!overlaps(network, ranges)) throw new AppError('lockout_unconfirmed', { details: { addresses: [network] } });
}
