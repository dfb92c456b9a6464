import type { CreateApiKeyRequest, CreateApiKeyResponse, Permission } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { ApiKeysContext } from './api-keys-context.ts';
import { insertApiKey, selectApiKey, type ApiKeyRow } from './api-keys.sql.ts';
import { readIpAllowlist } from './ip-allowlist.ts';
import { hashApiKey, newApiKey } from './key-format.ts';
import { presentApiKey, publicApiKeyId } from './present-api-key.ts';

const yearMs = 365 * 24 * 60 * 60 * 1_000;

/** Who makes a key: a member with what they may do. */
export type KeyCreator = { workspaceId: string; userId: string; permissions: ReadonlySet<Permission> };

/**
 * Makes an API key. The key is in the answer and nowhere else. It can do at most what its maker can do now; what becomes
 * of the maker later does not change it, because it belongs to the workspace.
 *
 * Errors: `permission_denied` naming a scope the maker lacks; `validation_failed` for the allowlist or an expiry in the past.
 */
export async function createApiKey(ctx: ApiKeysContext, creator: KeyCreator, input: CreateApiKeyRequest): Promise<CreateApiKeyResponse> {
  const lacking = input.scopes.find((scope) => !creator.permissions.has(scope));
  if (lacking !== undefined) throw new AppError('permission_denied', { details: { permission: lacking } });
  const ipAllowlist = readIpAllowlist(input.ip_allowlist);
  const now = ctx.clock.now();
  const expiresAt = readExpiry(input.expires_at, now);
  const { workspaceId } = creator;
  const id = ctx.ids.uuid();
  const key = newApiKey();
  const scopes = [...new Set(input.scopes)];
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(
      insertApiKey({
        workspaceId,
        id,
        name: input.name,
        keyHash: hashApiKey(key),
        lastFour: key.slice(-4),
        scopes,
        ipAllowlist,
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
      after: { name: input.name, scopes, ip_allowlist: ipAllowlist, expires_at: expiresAt?.toISOString() ?? null },
    });
    const [stored] = await tx.query<ApiKeyRow>(selectApiKey(workspaceId, id));
    if (stored === undefined) throw new Error('a key that was just stored is gone');
    return stored;
  });
  return { ...presentApiKey(row, now), key };
}

/** One year unless said otherwise; null is for ever, said by a person who means it. */
function readExpiry(asked: string | null | undefined, now: Date): Date | null {
  if (asked === null) return null;
  if (asked === undefined) return new Date(now.getTime() + yearMs);
  const expiresAt = new Date(asked);
  if (expiresAt <= now)
    throw new AppError('validation_failed', { details: { issues: [{ path: 'body.expires_at', message: 'must be in the future' }] } });
  return expiresAt;
}
