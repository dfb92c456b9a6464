import type { ApiKey, ListApiKeysQuery, Page } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import type { ApiKeysContext } from './api-keys-context.ts';
import { selectApiKey, selectApiKeys, type ApiKeyRow } from './api-keys.sql.ts';
import { presentApiKey } from './present-api-key.ts';

const dayMs = 86_400_000;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A page of a workspace's keys, newest first, revoked and expired ones included. Errors: `cursor_invalid`. */
export async function listApiKeys(
  ctx: Pick<ApiKeysContext, 'db' | 'clock'>,
  workspaceId: string,
  { cursor, limit, unused_for_days: unusedDays }: ListApiKeysQuery,
): Promise<Page<ApiKey>> {
  const [before] = decodeCursor(cursor, 1) ?? [null];
  if (before !== null && (typeof before !== 'string' || !uuidForm.test(before))) throw new AppError('cursor_invalid');
  const now = ctx.clock.now();
  const unusedSince = unusedDays === undefined ? null : new Date(now.getTime() - unusedDays * dayMs);
  const query = { beforeId: before ?? null, limit: limit + 1, unusedSince, now };
  const rows = await tenantQuery<ApiKeyRow>(ctx.db, workspaceId, selectApiKeys(workspaceId, query));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map((row) => presentApiKey(row, now)),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null,
  };
}

/** Reads one key. Errors: `not_found`. */
export async function getApiKey(ctx: Pick<ApiKeysContext, 'db' | 'clock'>, workspaceId: string, id: string): Promise<ApiKey> {
  const [row] = await tenantQuery<ApiKeyRow>(ctx.db, workspaceId, selectApiKey(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return presentApiKey(row, ctx.clock.now());
}
