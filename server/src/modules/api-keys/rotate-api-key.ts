import { API_KEY_MAX_OVERLAP_DAYS, API_KEY_OVERLAP_HOURS, type RotateApiKeyRequest, type RotateApiKeyResponse } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { ApiKeysContext } from './api-keys-context.ts';
import { insertApiKey, lockApiKey, selectApiKey, updateReplaced, type ApiKeyRow } from './api-keys.sql.ts';
import type { KeyCreator } from './create-api-key.ts';
import { hashApiKey, newApiKey } from './key-format.ts';
import { presentApiKey, publicApiKeyId, statusOf } from './present-api-key.ts';
import { readExpiry } from './read-expiry.ts';
import { requireScopes } from './require-scopes.ts';

const hourMs = 3_600_000;

/**
 * Makes a key in the place of another, with its name, scopes, addresses and limit. Both work until the overlap ends; then only the new one. A
 * key is replaced once: its successor can be replaced in turn. Whoever replaces a key holds the new one, so they need every scope it has.
 *
 * Errors: `not_found`; `api_key_ended` for one that was revoked, has expired or was replaced already; `permission_denied` naming a scope;
 * `validation_failed`.
 */
export async function rotateApiKey(
  ctx: ApiKeysContext,
  actor: KeyCreator,
  oldId: string,
  input: RotateApiKeyRequest,
): Promise<RotateApiKeyResponse> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const overlapEndsAt = readOverlap(input.old_key_ends_at, now);
  // The answer comes out of the transaction, so that a repeat after a crash shows the key that was stored.
  const answer = await withTenant(ctx.db, workspaceId, async (tx) => {
    const id = ctx.ids.uuid();
    const key = newApiKey();
    const [old] = await tx.query<ApiKeyRow>(lockApiKey(workspaceId, oldId));
    if (old === undefined) throw new AppError('not_found');
    if (statusOf(old, now) !== 'active') throw new AppError('api_key_ended');
    requireScopes(actor.permissions, old.scopes);
    const expiresAt = input.expires_at === undefined && old.expires_at === null ? null : readExpiry(input.expires_at, now, lifeOf(old));
    const oldEndsAt = old.expires_at !== null && old.expires_at < overlapEndsAt ? old.expires_at : overlapEndsAt;
    await tx.query(
      insertApiKey({
        workspaceId,
        id,
        name: old.name,
        keyHash: hashApiKey(key),
        lastFour: key.slice(-4),
        scopes: old.scopes,
        ipAllowlist: old.ip_allowlist,
        requestsPerSecond: old.requests_per_second,
        sightMemberId: old.sight_member_id,
        createdBy: actor.userId,
        createdAt: now,
        expiresAt,
      }),
    );
    await tx.query(updateReplaced(workspaceId, oldId, id, oldEndsAt));
    await appendEvents(
      tx,
      [oldId, id].map((one) => ({
        workspaceId,
        type: 'api_key.updated' as const,
        data: { api_key_id: publicApiKeyId(one) },
        occurredAt: now,
      })),
    );
    await announceAuthorizationChange(tx, [`api_key:${oldId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: actor.userId },
      action: 'api_key.rotated',
      target: { kind: 'api_key', id: publicApiKeyId(oldId) },
      before: { name: old.name, expires_at: old.expires_at?.toISOString() ?? null },
      after: { replaced_by: publicApiKeyId(id), expires_at: oldEndsAt.toISOString(), new_expires_at: expiresAt?.toISOString() ?? null },
    });
    const [[fresh], [retiring]] = [
      await tx.query<ApiKeyRow>(selectApiKey(workspaceId, id)),
      await tx.query<ApiKeyRow>(selectApiKey(workspaceId, oldId)),
    ];
    if (fresh === undefined || retiring === undefined) throw new Error('a key that was just stored is gone');
    return { ...presentApiKey(fresh, now), key, replaced: presentApiKey(retiring, now) };
  });
  ctx.prover.forget(oldId);
  return answer;
}

/** How long the old key was meant to live when it was made or last changed. */
function lifeOf({ created_at: from, expires_at: to }: ApiKeyRow): number | undefined {
  return to === null ? undefined : Math.max(hourMs, to.getTime() - from.getTime());
}

function readOverlap(asked: string | undefined, now: Date): Date {
  if (asked === undefined) return new Date(now.getTime() + API_KEY_OVERLAP_HOURS * hourMs);
  const at = new Date(asked);
  if (at.getTime() > now.getTime() + API_KEY_MAX_OVERLAP_DAYS * 24 * hourMs) {
    const message = `must be at most ${API_KEY_MAX_OVERLAP_DAYS} days from now`;
    throw new AppError('validation_failed', { details: { issues: [{ path: 'body.old_key_ends_at', message }] } });
  }
  return at < now ? now : at;
}
