import { engineQuery, withEngine } from '#platform/db/tx';
import { createEventConsumer, type ConsumerBatch, type EventConsumer } from '#platform/events/event-consumer';
import { notifyEndpoints } from '../endpoints/endpoints.sql.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { insertEvents, selectListening } from './events.sql.ts';
import { filtersOf } from './tell-own-event.ts';
import { translateEvents } from './translate-events.ts';

const dayMs = 86_400_000;
/** A state that Meta tells of later than this is history and no news; also keeps what retention removed from being told anew. */
const newsForMs = 14 * dayMs;

type TellerContext = Pick<WebhooksContext, 'db' | 'clock' | 'log' | 'notifications'>;

/**
 * Reads what happens in all workspaces and puts it on its way to their endpoints. Events are appended in the transaction of what they tell of; this reader
 * moves on in the transaction that stores the deliveries: nothing is missed and nothing doubled, whatever dies when.
 */
export function createEventTeller(ctx: TellerContext, holder: string): EventConsumer {
  return createEventConsumer({
    db: ctx.db,
    notifications: ctx.notifications,
    clock: ctx.clock,
    log: ctx.log,
    holder,
    name: 'webhooks',
    batchSize: 500,
    handle: (batch) => tellEvents(ctx, batch),
  });
}

/** Handles one batch of events of all workspaces. */
export async function tellEvents(
  ctx: Pick<TellerContext, 'db' | 'clock'>,
  batch: Pick<ConsumerBatch, 'events' | 'advance'>,
): Promise<void> {
  const workspaceIds = [...new Set(batch.events.map((event) => event.workspaceId))];
  const listening = new Map(
    (await engineQuery<{ workspaceId: string; since: Date }>(ctx.db, selectListening(workspaceIds))).map((row) => [
      row.workspaceId,
      row.since,
    ]),
  );
  if (listening.size === 0) return;
  const now = ctx.clock.now();
  const oldest = new Date(now.getTime() - newsForMs);
  const told = await translateEvents(
    ctx.db,
    batch.events.filter((event) => listening.has(event.workspaceId)),
    (workspaceId) => {
      const since = listening.get(workspaceId) ?? now;
      return since < oldest ? oldest : since;
    },
  );
  await withEngine(
    ctx.db,
    'put events of all workspaces on their way to their endpoints',
    async (tx) => {
      if (told.length > 0) {
        const events = told.map((event) => ({ ...event, filters: filtersOf(event.type) }));
        const made = await tx.query<{ endpointId: string }>(insertEvents(events, now));
        if (made.length > 0) await tx.query(notifyEndpoints(made.map(({ endpointId }) => endpointId)));
      }
      await batch.advance(tx);
    },
    { retries: 3 },
  );
}
