import type { CreateApiKeyRequest, CreateApiKeyResponse, Permission } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import type { ApiKeysContext } from './api-keys-context.ts';
import { insertApiKey, selectApiKey, type ApiKeyRow } from './api-keys.sql.ts';
import { readIpAllowlist } from './ip-allowlist.ts';
import { hashApiKey, newApiKey } from './key-format.ts';
import { presentApiKey, publicApiKeyId } from './present-api-key.ts';
import { readExpiry } from './read-expiry.ts';
import { requireScopes } from './require-scopes.ts';

/** Who makes a key: a member with what they may do. */
export type KeyCreator = { workspaceId: string; userId: string; permissions: ReadonlySet<Permission> };

/** What a new key is made of; fields that are left out have the defaults of `CreateApiKeyRequest`. */
export type NewApiKey = Omit<CreateApiKeyRequest, 'requests_per_second'> & { requests_per_second?: number | null };

/**
 * Makes an API key. The key is in the answer and nowhere else. It can do at most what its maker can do: now, and whenever their role or limits
 * change (`fitKeys`). When they leave it stays as it is, because it belongs to the workspace.
 *
 * Errors: `permission_denied` naming a scope the maker lacks; `validation_failed` for the allowlist or an expiry in the past.
 */
export async function createApiKey(ctx: ApiKeysContext, creator: KeyCreator, input: NewApiKey): Promise<CreateApiKeyResponse> {
  requireScopes(creator.permissions, input.scopes);
  const ipAllowlist = readIpAllowlist(input.ip_allowlist, 'body.ip_allowlist');
  const now = ctx.clock.now();
  const expiresAt = readExpiry(input.expires_at, now);
  const { workspaceId } = creator;
  const scopes = [...new Set(input.scopes)];
  const requestsPerSecond = input.requests_per_second ?? null;
  // The answer comes out of the transaction, so that a repeat after a crash shows the key that was stored.
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const id = ctx.ids.uuid();
    const key = newApiKey();
    await tx.query(
      insertApiKey({
        workspaceId,
        id,
        name: input.name,
        keyHash: hashApiKey(key),
        lastFour: key.slice(-4),
        scopes,
        ipAllowlist,
        requestsPerSecond,
        sightMemberId: null,
        createdBy: creator.userId,
        createdAt: now,
        expiresAt,
      }),
    );
    await appendEvents(tx, [{ workspaceId, type: 'api_key.updated', data: { api_key_id: publicApiKeyId(id) }, occurredAt: now }]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: creator.userId },
      action: 'api_key.created',
      target: { kind: 'api_key', id: publicApiKeyId(id) },
      after: {
        name: input.name,
        scopes,
        ip_allowlist: ipAllowlist,
        requests_per_second: requestsPerSecond,
        expires_at: expiresAt?.toISOString() ?? null,
      },
    });
    const [stored] = await tx.query<ApiKeyRow>(selectApiKey(workspaceId, id));
    if (stored === undefined) throw new Error('a key that was just stored is gone');
    return { ...presentApiKey(stored, now), key };
  });
}
