import { API_KEY_UNUSED_DAYS, ID_PREFIXES, KEY_SCOPES, type ApiKey } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { ApiKeyRow } from './api-keys.sql.ts';

const dayMs = 86_400_000;

/** Public id of a key. */
export function publicApiKeyId(id: string): ApiKey['id'] {
  return toPublicId(ID_PREFIXES.apiKey, id) as ApiKey['id']; // toPublicId joins exactly this prefix and 26 characters
}

/** What is left of a key's life. */
export function statusOf(row: Pick<ApiKeyRow, 'revoked_at' | 'expires_at' | 'replaced_by'>, now: Date): ApiKey['status'] {
  if (row.revoked_at !== null) return 'revoked';
  if (row.expires_at !== null && row.expires_at <= now) return 'expired';
  return row.replaced_by === null ? 'active' : 'retiring';
}

/** A key as the API shows it; the key itself is never part of it. */
export function presentApiKey(row: ApiKeyRow, now: Date): ApiKey {
  const status = statusOf(row, now);
  const isWorking = status === 'active' || status === 'retiring';
  const unusedDays = Math.max(0, Math.floor((now.getTime() - (row.last_used_at ?? row.created_at).getTime()) / dayMs));
  return {
    id: publicApiKeyId(row.id),
    name: row.name,
    last_four: row.last_four,
    scopes: KEY_SCOPES.filter((scope) => row.scopes.includes(scope)),
    ip_allowlist: row.ip_allowlist,
    requests_per_second: row.requests_per_second,
    sees_as_maker: row.sight_member_id !== null,
    status,
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    last_used_network: row.last_used_network,
    unused_days: isWorking ? unusedDays : null,
    is_unused: isWorking && unusedDays >= API_KEY_UNUSED_DAYS,
    replaces: row.replaces === null ? null : publicApiKeyId(row.replaces),
    replaced_by: row.replaced_by === null ? null : publicApiKeyId(row.replaced_by),
    created_at: row.created_at.toISOString(),
    created_by: row.creator_name ?? 'a former member',
    revoked_at: row.revoked_at?.toISOString() ?? null,
    revoked_because: row.revoked_because ?? (row.revoked_at === null ? null : 'asked'),
  };
}
