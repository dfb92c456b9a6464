import type { WebhookStatistics } from '@kabar/contract';
import { tenantQuery, type Statement } from '#platform/db/tx';
import { loadEndpoint } from '../endpoints/list-endpoints.ts';
import { percentile } from '../engine/duration-classes.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { selectHours, selectPending, type HourRow } from './statistics.sql.ts';

const hourMs = 3_600_000;

/** How tries to an endpoint went in the last hours, and what waits. Errors: `not_found`. */
export async function webhookStatistics(
  ctx: Pick<WebhooksContext, 'db' | 'clock' | 'keyring'>,
  workspaceId: string,
  endpointId: string,
  hours: number,
): Promise<WebhookStatistics> {
  await loadEndpoint(ctx, workspaceId, endpointId);
  const since = new Date((Math.floor(ctx.clock.now().getTime() / hourMs) - hours + 1) * hourMs);
  const ask = <Row>(statement: Statement): Promise<Row[]> => tenantQuery<Row>(ctx.db, workspaceId, statement);
  const [rows, [pending]] = await Promise.all([
    ask<HourRow>(selectHours(workspaceId, endpointId, since)),
    ask<{ count: number; oldest: Date | null }>(selectPending(workspaceId, endpointId)),
  ]);
  return {
    since: since.toISOString(),
    total: figures(rows),
    hours: rows.map((row) => ({ since: row.since.toISOString(), ...figures([row]) })),
    pending_count: pending?.count ?? 0,
    oldest_pending_at: pending?.oldest?.toISOString() ?? null,
  };
}

function figures(rows: readonly HourRow[]): WebhookStatistics['total'] {
  const successCount = rows.reduce((sum, row) => sum + row.successCount, 0);
  const failureCount = rows.reduce((sum, row) => sum + row.failureCount, 0);
  const counts: number[] = [];
  for (const row of rows) for (const [index, count] of row.durationCounts.entries()) counts[index] = (counts[index] ?? 0) + count;
  const total = successCount + failureCount;
  return {
    success_count: successCount,
    failure_count: failureCount,
    success_rate: total === 0 ? null : successCount / total,
    p50_ms: percentile(counts, 0.5),
    p95_ms: percentile(counts, 0.95),
  };
}
