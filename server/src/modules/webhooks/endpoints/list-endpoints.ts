import { ID_PREFIXES, type ListWebhookEndpointsQuery, type Page, type WebhookEndpoint } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import type { WebhooksContext } from '../webhooks-context.ts';
import { openUrl } from './endpoint-secrets.ts';
import { readEndpoint, selectEndpoint, selectEndpoints, type EndpointRow, type RawEndpointRow } from './endpoints.sql.ts';
import { presentEndpoint } from './present-endpoint.ts';

type ReadContext = Pick<WebhooksContext, 'db' | 'clock' | 'keyring'>;

/** A page of a workspace's endpoints, newest first. Errors: `cursor_invalid`. */
export async function listEndpoints(
  ctx: ReadContext,
  workspaceId: string,
  query: ListWebhookEndpointsQuery,
): Promise<Page<WebhookEndpoint>> {
  const [given] = decodeCursor(query.cursor, 1) ?? [null];
  const beforeId = given === null ? null : fromPublicId(ID_PREFIXES.webhookEndpoint, String(given));
  if (given !== null && beforeId === null) throw new AppError('cursor_invalid');
  const now = ctx.clock.now();
  const filter = { beforeId, status: query.status ?? null, limit: query.limit + 1 };
  const rows = await tenantQuery<RawEndpointRow>(ctx.db, workspaceId, selectEndpoints(workspaceId, filter, now));
  const data = await Promise.all(
    rows
      .slice(0, query.limit)
      .map(readEndpoint)
      .map(async (row) => presentEndpoint(row, await openUrl(ctx.keyring, row), now)),
  );
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** One endpoint. Errors: `not_found`. */
export async function getEndpoint(ctx: ReadContext, workspaceId: string, id: string): Promise<WebhookEndpoint> {
  const row = await loadEndpoint(ctx, workspaceId, id);
  return presentEndpoint(row, await openUrl(ctx.keyring, row), ctx.clock.now());
}

/** One endpoint as stored. Errors: `not_found`. */
export async function loadEndpoint(ctx: ReadContext, workspaceId: string, id: string): Promise<EndpointRow> {
  const [row] = await tenantQuery<RawEndpointRow>(ctx.db, workspaceId, selectEndpoint(workspaceId, id, ctx.clock.now()));
  if (row === undefined) throw new AppError('not_found');
  return readEndpoint(row);
}
