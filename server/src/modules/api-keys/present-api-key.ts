import { ID_PREFIXES, KEY_SCOPES, type ApiKey } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { ApiKeyRow } from './api-keys.sql.ts';

/** Public id of a key. */
export function publicApiKeyId(id: string): ApiKey['id'] {
  return toPublicId(ID_PREFIXES.apiKey, id) as ApiKey['id']; // toPublicId joins exactly this prefix and 26 characters
}

/** A key as the API shows it; the key itself is never part of it. */
export function presentApiKey(row: ApiKeyRow, now: Date): ApiKey {
  return {
    id: publicApiKeyId(row.id),
    name: row.name,
    last_four: row.last_four,
    scopes: KEY_SCOPES.filter((scope) => row.scopes.includes(scope)),
    ip_allowlist: row.ip_allowlist,
    status: row.revoked_at !== null ? 'revoked' : row.expires_at !== null && row.expires_at <= now ? 'expired' : 'active',
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    created_by: row.creator_name ?? 'a former member',
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
