import { createBatcher, type Batcher } from '#platform/batcher';
import { withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { publicEndpointId } from '../endpoints/present-endpoint.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { durationClass, durationEndsMs } from './duration-classes.ts';
import { recordAttempts, type AttemptRecord, type EndpointState, type HourCounts } from './record.sql.ts';

/** A try with how its endpoint stands after it. */
export type Recorded = { record: AttemptRecord; state: EndpointState };

/** Screens hear of an endpoint at most so often. */
const tellEveryMs = 1_000;
const hourMs = 3_600_000;

/**
 * Writes down tries, those of all endpoints that end at the same time in one statement. A single lane, so that of two batches about the same endpoint
 * the later one counts. At most once a second and endpoint it also tells screens, in the same transaction.
 */
export function createRecorder(ctx: Pick<WebhooksContext, 'db' | 'clock'>): Batcher<Recorded, null> {
  const toldAtMs = new Map<string, number>();
  return createBatcher<Recorded, null>({
    lanes: 1,
    maxItems: 500,
    flush: async (items) => {
      const states = new Map(items.map(({ state }) => [state.endpointId, state]));
      const nowMs = performance.now();
      const news = [...states.values()].filter(({ endpointId }) => nowMs - (toldAtMs.get(endpointId) ?? -tellEveryMs) >= tellEveryMs);
      const sorted = [...states.values()].sort((a, b) => (a.endpointId < b.endpointId ? -1 : 1));
      await withEngine(
        ctx.db,
        'record what endpoints of all workspaces answered',
        async (tx) => {
          await tx.query(
            recordAttempts(
              items.map(({ record }) => record),
              sorted,
              countHours(items.map(({ record }) => record)),
            ),
          );
          await appendEvents(
            tx,
            news.map(({ workspaceId, endpointId }) => ({
              workspaceId,
              type: 'webhook_endpoint.updated',
              data: { webhook_endpoint_id: publicEndpointId(endpointId) },
              occurredAt: ctx.clock.now(),
            })),
          );
        },
        { retries: 3 },
      );
      if (toldAtMs.size > 5_000) toldAtMs.clear();
      for (const { endpointId } of news) toldAtMs.set(endpointId, nowMs);
      return items.map(() => null);
    },
  });
}

/** Counts tries by endpoint and hour. Pure. */
export function countHours(records: readonly AttemptRecord[]): HourCounts[] {
  const hours = new Map<string, HourCounts & { durationCounts: number[] }>();
  for (const { workspaceId, endpointId, startedAt, outcome, durationMs } of records) {
    if (durationMs === null) continue;
    const since = new Date(Math.floor(startedAt.getTime() / hourMs) * hourMs);
    const key = `${endpointId} ${since.getTime()}`;
    const hour = hours.get(key) ?? {
      workspaceId,
      endpointId,
      since,
      successCount: 0,
      failureCount: 0,
      durationCounts: [...durationEndsMs.map(() => 0), 0],
    };
    hours.set(key, hour);
    if (outcome === 'succeeded') hour.successCount += 1;
    else hour.failureCount += 1;
    const place = durationClass(durationMs);
    hour.durationCounts[place] = (hour.durationCounts[place] ?? 0) + 1;
  }
  return [...hours.values()];
}
