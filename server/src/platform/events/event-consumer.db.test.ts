import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, afterAll, beforeEach, expect, test } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { systemClock } from '../clock.ts';
import { withEngine } from '../db/tx.ts';
import { newUuid } from '../ids.ts';
import { createHolderId } from '../leases/lease.ts';
import { silentLog } from '../log.ts';
import { appendEvents } from './append-events.ts';
import { createEventConsumer } from './event-consumer.ts';
import type { ConsumerBatch, EventConsumer, EventConsumerOptions } from './event-consumer.ts';
import { inventEvent } from './invent-event.ts';
import { createNotifications } from './notifications.ts';
import type { Notifications } from './notifications.ts';

const database = useTestDatabase();
let notifications: Notifications;
let name = '';
let consumers: EventConsumer[] = [];

beforeAll(async () => {
  notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
  await database.admin('create table seen (id uuid primary key, workspace_id uuid)');
  await database.admin('grant select, insert on seen to kabar_engine');
});
afterAll(async () => {
  await notifications.stop();
});
beforeEach(() => {
  name = `test_${newUuid().slice(-6)}`;
  consumers = [];
});
afterEach(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop()));
});

function consume(handle: EventConsumerOptions['handle'], more: Partial<EventConsumerOptions> = {}): EventConsumer {
  const consumer = createEventConsumer({
    db: database.db,
    notifications,
    clock: systemClock,
    log: silentLog,
    holder: createHolderId(),
    name,
    pollMs: 50,
    handle,
    ...more,
  });
  consumer.start();
  consumers.push(consumer);
  return consumer;
}

/** Waits until the consumer has a stored place, so that what follows is for it. */
async function begun(): Promise<void> {
  await waitFor(
    'the consumer to begin',
    async () => (await database.admin('select 1 from event_consumers where name = $1', [name])).length === 1,
  );
}

async function append(workspaceId: string, count: number): Promise<void> {
  await withEngine(database.db, 'test', (tx) =>
    appendEvents(
      tx,
      Array.from({ length: count }, () => inventEvent(workspaceId)),
    ),
  );
}

async function storedIds(workspaceId: string): Promise<string[]> {
  const rows = await database.admin<{ id: string }>('select id from events where workspace_id = $1 order by xid, seq', [workspaceId]);
  return rows.map((row) => row.id);
}

/** Collects what belongs to one workspace; other tests of this file use the same database. */
function collector(workspaceId: string): { ids: string[]; handle: (batch: ConsumerBatch) => Promise<void> } {
  const ids: string[] = [];
  return {
    ids,
    handle: async (batch) => {
      ids.push(...batch.events.filter((event) => event.workspaceId === workspaceId).map((event) => event.id));
    },
  };
}

test('sees all that happens after its first start, in order, also what happens while it is away', async () => {
  const workspaceId = newUuid();
  await append(workspaceId, 2);
  const before = await storedIds(workspaceId);
  await waitFor('these to be final, also for transactions of other test files', async () => {
    const rows = await database.admin('select 1 from events where workspace_id = $1 and xid >= pg_snapshot_xmin(pg_current_snapshot())', [
      workspaceId,
    ]);
    return rows.length === 0;
  });
  const { ids, handle } = collector(workspaceId);
  const first = consume(handle, { batchSize: 3 });
  await begun();
  await append(workspaceId, 10);
  await waitFor('ten events', () => ids.length >= 10);
  await first.stop();
  await append(workspaceId, 5);
  consume(handle);
  await waitFor('five more', () => ids.length >= 15);
  expect(ids).toEqual((await storedIds(workspaceId)).slice(before.length));
});

test('waits for a transaction that is still open, and finds what that held back although nobody tells that it ended', async () => {
  const workspaceId = newUuid();
  const { ids, handle } = collector(workspaceId);
  const isAway = Promise.withResolvers<void>();
  consume(
    async (batch) => {
      await handle(batch);
      await isAway.promise;
    },
    { pollMs: 60_000 },
  );
  await begun();
  await append(workspaceId, 1);
  await waitFor('the first event', () => ids.length === 1);
  await append(workspaceId, 1);
  await withEngine(database.db, 'test', async (tx) => {
    await tx.query({ text: 'select pg_current_xact_id()' });
    await append(workspaceId, 1);
    isAway.resolve();
    await waitFor('the one before the open transaction', () => ids.length === 2);
  });
  await waitFor('the one behind it', () => ids.length === 3);
  expect(ids).toEqual(await storedIds(workspaceId));
});

test('gets the same batch again after a failure and goes on behind it', async () => {
  const workspaceId = newUuid();
  const attempts: string[][] = [];
  consume(async ({ events }) => {
    const own = events.filter((event) => event.workspaceId === workspaceId).map((event) => event.id);
    if (own.length === 0) return;
    attempts.push(own);
    if (attempts.length <= 2) throw new Error('not today');
  });
  await begun();
  await append(workspaceId, 3);
  await waitFor('the third attempt', () => attempts.length >= 3);
  const expected = await storedIds(workspaceId);
  expect(attempts).toEqual([expected, expected, expected]);
  await append(workspaceId, 1);
  await waitFor('the next', () => attempts.length >= 4);
  expect(attempts[3]).toEqual((await storedIds(workspaceId)).slice(3));
});

test('is run by one process at a time and taken over at once when that one stops', async () => {
  const workspaceId = newUuid();
  let running = 0;
  let most = 0;
  const seen: string[] = [];
  const handle = async (batch: ConsumerBatch): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await delay(3);
    seen.push(...batch.events.filter((event) => event.workspaceId === workspaceId).map((event) => event.id));
    running -= 1;
  };
  const all = Array.from({ length: 4 }, () => consume(handle, { batchSize: 4 }));
  await begun();
  for (let round = 0; round < 4; round += 1) {
    await append(workspaceId, 8);
    await waitFor('this round', () => seen.length >= 8 * (round + 1));
    await all[round]?.stop();
  }
  expect(seen).toEqual(await storedIds(workspaceId));
  expect(most).toBe(1);
});

test('leaves each effect in the database exactly once when it advances in its own transaction, however often it breaks', async () => {
  const workspaceId = newUuid();
  let count = 0;
  consume(
    async (batch) => {
      count += 1;
      const turn = count;
      await withEngine(database.db, 'test', async (tx) => {
        for (const event of batch.events) {
          await tx.query({ text: 'insert into seen (id, workspace_id) values ($1, $2)', values: [event.id, event.workspaceId] });
        }
        await batch.advance(tx);
        if (turn % 3 === 1) throw new Error('before the commit');
      });
      if (turn % 3 === 2) throw new Error('after the commit');
    },
    { batchSize: 5 },
  );
  await begun();
  await append(workspaceId, 23);
  const expected = await storedIds(workspaceId);
  const seen = (): Promise<{ id: string }[]> => database.admin('select id from seen where workspace_id = $1', [workspaceId]);
  await waitFor('all effects', async () => (await seen()).length === expected.length);
  expect(new Set((await seen()).map((row) => row.id))).toEqual(new Set(expected));
});

test('cannot move on after another process took over', async () => {
  const workspaceId = newUuid();
  const outcomes: string[] = [];
  consume(async (batch) => {
    if (!batch.events.some((event) => event.workspaceId === workspaceId) || outcomes.length > 0) return;
    await database.admin(`update leases set fence = fence + 1, holder = 'somebody else' where name = $1`, [`event_consumer:${name}`]);
    try {
      await withEngine(database.db, 'test', (tx) => batch.advance(tx));
      outcomes.push('moved');
    } catch (error) {
      outcomes.push(error instanceof Error ? error.name : 'thrown');
      throw error;
    }
  });
  await begun();
  await append(workspaceId, 1);
  await waitFor('the outcome', () => outcomes.length > 0);
  expect(outcomes).toEqual(['LeaseLostError']);
});

test('tells when events were dropped before it saw them, and goes on', async () => {
  const workspaceId = newUuid();
  const { ids, handle } = collector(workspaceId);
  let missedCount = 0;
  const first = consume(handle);
  await begun();
  await first.stop();
  await append(workspaceId, 1);
  await database.admin(`select kabar_maintain_events(now() + interval '10 days', 3, 3)`);
  consume(handle, { onMissed: () => (missedCount += 1) });
  await waitFor('the gap to be told', () => missedCount > 0);
  await append(workspaceId, 1);
  await waitFor('what came after', () => ids.length === 1);
  expect(ids).toEqual(await storedIds(workspaceId));
});

test('goes on when its place was stored by another database server', async () => {
  const workspaceId = newUuid();
  const { ids, handle } = collector(workspaceId);
  await database.admin(`insert into event_consumers (name, cursor_xid, cursor_seq, moved_at) values ($1, '900000000000', 5, now())`, [
    name,
  ]);
  let missedCount = 0;
  consume(handle, { onMissed: () => (missedCount += 1) });
  await append(workspaceId, 2);
  await waitFor('the events', () => ids.length >= 2);
  expect(missedCount).toBeGreaterThan(0);
});
