import type { ApiKey } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { ApiKeysContext } from './api-keys-context.ts';
import { selectApiKey, updateRevoked, type ApiKeyRow } from './api-keys.sql.ts';
import type { KeyCreator } from './create-api-key.ts';
import { presentApiKey, publicApiKeyId } from './present-api-key.ts';

/**
 * Ends a key for good: at once on this server, within a second on every other. Revoking twice is no error and is recorded
 * once. Errors: `not_found`.
 */
export async function revokeApiKey(ctx: ApiKeysContext, actor: Pick<KeyCreator, 'workspaceId' | 'userId'>, id: string): Promise<ApiKey> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const ended = await tx.query(updateRevoked(workspaceId, id, now, 'asked'));
    const [stored] = await tx.query<ApiKeyRow>(selectApiKey(workspaceId, id));
    if (stored === undefined) throw new AppError('not_found');
    if (ended.length === 0) return stored;
    await appendEvents(tx, [{ workspaceId, type: 'api_key.updated', data: { api_key_id: publicApiKeyId(id) }, occurredAt: now }]);
    await announceAuthorizationChange(tx, [`api_key:${id}`]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: actor.userId },
      action: 'api_key.revoked',
      target: { kind: 'api_key', id: publicApiKeyId(id) },
      before: { name: stored.name },
    });
    return stored;
  });
  ctx.prover.forget(id);
  return presentApiKey(row, now);
}
