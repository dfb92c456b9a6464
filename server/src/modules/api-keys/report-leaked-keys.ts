import type { ReportLeakedKeysRequest, ReportLeakedKeysResponse } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { engineQuery, withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { ApiKeysContext } from './api-keys-context.ts';
import { selectApiKey, selectByHash, updateRevoked, type ApiKeyRow, type ProvingRow } from './api-keys.sql.ts';
import { hashApiKey, isWellFormedKey } from './key-format.ts';
import { tellKeepers } from './key-mails.ts';
import { publicApiKeyId, statusOf } from './present-api-key.ts';

type Result = ReportLeakedKeysResponse['results'][number];

/**
 * Ends keys that somebody found in public. The key itself is the proof: whoever has it could use it. What worked is revoked at once, everywhere,
 * and the owners of its workspace and its maker are mailed in the same transaction. Nobody has to be signed in; where it was found is kept in the audit log.
 */
export async function reportLeakedKeys(ctx: ApiKeysContext, input: ReportLeakedKeysRequest): Promise<ReportLeakedKeysResponse> {
  const results: Result[] = [];
  for (const { key, found_at: foundAt } of input.keys) {
    results.push({ last_four: key.slice(-4), result: await endLeaked(ctx, key, foundAt === undefined ? null : placeOf(foundAt)) });
  }
  return { results };
}

async function endLeaked(ctx: ApiKeysContext, key: string, foundAt: string | null): Promise<Result['result']> {
  // The checksum tells what only looks like a key, without a query.
  if (!isWellFormedKey(key)) return 'unknown';
  const [known] = await engineQuery<ProvingRow>(ctx.db, selectByHash(hashApiKey(key)));
  if (known === undefined) return 'unknown';
  const { workspace_id: workspaceId, id } = known;
  const now = ctx.clock.now();
  const isEnded = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [before] = await tx.query<ApiKeyRow>(selectApiKey(workspaceId, id));
    if (before === undefined || !['active', 'retiring'].includes(statusOf(before, now))) return false;
    const ended = await tx.query(updateRevoked(workspaceId, id, now, 'leaked'));
    if (ended.length === 0) return false;
    await appendEvents(tx, [{ workspaceId, type: 'api_key.updated', data: { api_key_id: publicApiKeyId(id) }, occurredAt: now }]);
    await announceAuthorizationChange(tx, [`api_key:${id}`]);
    const { name, last_four: lastFour, created_by: createdBy } = before;
    await tellKeepers(ctx, tx, { workspaceId, keyId: id, name, lastFour, createdBy }, { kind: 'leaked', foundAt });
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: 'api_key.leaked',
      target: { kind: 'api_key', id: publicApiKeyId(id) },
      before: { name: before.name },
      after: { found_at: foundAt },
    });
    return true;
  });
  ctx.prover.forget(id);
  return isEnded ? 'revoked' : 'ended_before';
}

/** A place without user, query and fragment, which may hold the key itself or a secret of whoever reports. */
function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  // A path is a text of a stranger's choice and may repeat the key.
  return pathname.includes('kabar_live_') ? origin : `${origin}${pathname}`;
}
