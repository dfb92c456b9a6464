import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { systemClock } from '../clock.ts';
import { withEngine, withTenant } from '../db/tx.ts';
import { newUuid } from '../ids.ts';
import { silentLog } from '../log.ts';
import { appendEvents } from './append-events.ts';
import { compareCursors, formatCursor } from './event-cursor.ts';
import { createEventFeed, eventCursorText } from './event-feed.ts';
import type { EventFeed, FeedEvent, FeedResume } from './event-feed.ts';
import { inventEvent } from './invent-event.ts';
import { maintainEvents } from './maintain-events.ts';
import { createNotifications } from './notifications.ts';
import type { Notifications } from './notifications.ts';

const database = useTestDatabase();
let notifications: Notifications;

beforeAll(async () => {
  notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
});
afterAll(async () => {
  await notifications.stop();
});

async function withFeed<T>(use: (feed: EventFeed) => Promise<T>, pollMs = 60_000, batchSize = 500): Promise<T> {
  const feed = createEventFeed({ db: database.db, notifications, clock: systemClock, log: silentLog, pollMs, batchSize });
  await feed.start();
  try {
    return await use(feed);
  } finally {
    await feed.stop();
  }
}

function collect(feed: EventFeed, workspaceId: string): FeedEvent[] {
  const seen: FeedEvent[] = [];
  feed.subscribe(workspaceId, (events) => seen.push(...events));
  return seen;
}

async function append(workspaceId: string, count = 1): Promise<void> {
  await withTenant(database.db, workspaceId, (tx) =>
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

/** Waits until no transaction of the whole server, other test files' included, is older than the events. */
async function settle(workspaceId: string): Promise<void> {
  await waitFor('the events to be final', async () => {
    const rows = await database.admin('select 1 from events where workspace_id = $1 and xid >= pg_snapshot_xmin(pg_current_snapshot())', [
      workspaceId,
    ]);
    return rows.length === 0;
  });
}

function ids(events: readonly FeedEvent[]): string[] {
  return events.map((event) => event.id);
}

function eventsOf(resume: FeedResume): FeedEvent[] {
  if (resume.kind !== 'events') throw new Error('expected events');
  return resume.events;
}

test('hands every event of 20 concurrent writers with late commits to its workspace once and in order', async () => {
  const workspaces = Array.from({ length: 5 }, () => newUuid());
  await withFeed(
    async (feed) => {
      const seen = workspaces.map((workspaceId) => collect(feed, workspaceId));
      const writer = async (index: number): Promise<void> => {
        for (let round = 0; round < 15; round += 1) {
          await withEngine(database.db, 'test', async (tx) => {
            // Some transactions take their number first and write later, some write first and commit late.
            if (round % 3 === 0) await tx.query({ text: 'select pg_current_xact_id()' });
            await delay(Math.random() * 8);
            const batch = workspaces.filter(() => Math.random() < 0.6).map((workspaceId) => inventEvent(workspaceId));
            await appendEvents(tx, [...batch, inventEvent(workspaces[index % 5] ?? '')]);
            await delay(Math.random() * 12);
          });
        }
      };
      await Promise.all(Array.from({ length: 20 }, (_, index) => writer(index)));
      for (const [index, workspaceId] of workspaces.entries()) {
        const expected = await storedIds(workspaceId);
        expect(expected.length).toBeGreaterThan(60);
        await waitFor('all events', () => (seen[index] ?? []).length >= expected.length);
        expect(ids(seen[index] ?? [])).toEqual(expected);
      }
    },
    60_000,
    7,
  );
});

test('waits for an older transaction and then passes on both in order', async () => {
  const workspaceId = newUuid();
  await withFeed(async (feed) => {
    const seen = collect(feed, workspaceId);
    await withEngine(database.db, 'test', async (tx) => {
      await tx.query({ text: 'select pg_current_xact_id()' });
      await append(workspaceId);
      await waitFor('the feed to look', async () => {
        await delay(20);
        return true;
      });
      expect(seen).toEqual([]);
      await appendEvents(tx, [inventEvent(workspaceId)]);
    });
    await waitFor('both events', () => seen.length === 2);
    expect(ids(seen)).toEqual(await storedIds(workspaceId));
  });
});

test('is not held back for ever by an older transaction that writes nothing', async () => {
  const workspaceId = newUuid();
  await withFeed(async (feed) => {
    const seen = collect(feed, workspaceId);
    await withEngine(database.db, 'test', async (tx) => {
      await tx.query({ text: 'select pg_current_xact_id()' });
      await append(workspaceId);
    });
    await waitFor('the event, though nobody notified since', () => seen.length === 1);
  });
});

test('finds events by looking when no notification comes', async () => {
  const deaf: Notifications = { on: () => () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
  const feed = createEventFeed({ db: database.db, notifications: deaf, clock: systemClock, log: silentLog, pollMs: 20 });
  await feed.start();
  try {
    const workspaceId = newUuid();
    const seen = collect(feed, workspaceId);
    await append(workspaceId);
    await waitFor('the event', () => seen.length === 1);
  } finally {
    await feed.stop();
  }
});

test('goes on after its connections were cut', async () => {
  const workspaceId = newUuid();
  await withFeed(async (feed) => {
    const seen = collect(feed, workspaceId);
    await append(workspaceId);
    await waitFor('the first event', () => seen.length === 1);
    await database.admin(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name in ('kabar_listen', 'kabar_engine')`);
    await append(workspaceId, 3);
    await waitFor('the others', () => seen.length === 4);
    expect(ids(seen)).toEqual(await storedIds(workspaceId));
    const heard = seen.length;
    await append(workspaceId);
    await waitFor('one more, by notification', () => seen.length === heard + 1);
  });
});

test('keeps other subscribers going when one fails', async () => {
  const workspaceId = newUuid();
  await withFeed(async (feed) => {
    feed.subscribe(workspaceId, () => {
      throw new Error('broken');
    });
    const seen = collect(feed, workspaceId);
    await append(workspaceId);
    await append(workspaceId);
    await waitFor('both', () => seen.length === 2);
  });
});

test('resumes from any place of one workspace, page by page', async () => {
  const [workspaceId, other] = [newUuid(), newUuid()];
  await withFeed(async (feed) => {
    const begin = formatCursor(feed.position());
    await append(workspaceId, 4);
    await append(other, 4);
    await append(workspaceId, 3);
    await settle(workspaceId);
    const expected = await storedIds(workspaceId);
    const all = await feed.readFrom(workspaceId, begin, 100);
    expect(all).toMatchObject({ kind: 'events', done: true });
    expect(ids(eventsOf(all))).toEqual(expected);
    for (const [index, event] of eventsOf(all).entries()) {
      const rest = await feed.readFrom(workspaceId, eventCursorText(event), 100);
      expect(ids(eventsOf(rest))).toEqual(expected.slice(index + 1));
    }
    const first = await feed.readFrom(workspaceId, begin, 5);
    expect(first).toMatchObject({ kind: 'events', done: false });
    expect(ids(eventsOf(first))).toEqual(expected.slice(0, 5));
    const second = await feed.readFrom(workspaceId, formatCursor(first.cursor), 5);
    expect(second).toMatchObject({ kind: 'events', done: true });
    expect(ids(eventsOf(second))).toEqual(expected.slice(5));
    expect(eventsOf(await feed.readFrom(workspaceId, formatCursor(second.cursor), 5))).toEqual([]);
  });
});

test('asks to load anew for a cursor that is malformed or of another database', async () => {
  const workspaceId = newUuid();
  await withFeed(async (feed) => {
    for (const cursor of ['', 'nonsense', "1-1' or 1=1", formatCursor({ xid: 10 ** 14, seq: 0 })]) {
      const resume = await feed.readFrom(workspaceId, cursor, 10);
      expect(resume.kind, cursor).toBe('reset');
      await append(workspaceId);
      await settle(workspaceId);
      const next = await feed.readFrom(workspaceId, formatCursor(resume.cursor), 10);
      expect(eventsOf(next), 'goes on from the place that came with the reset').toHaveLength(1);
    }
  });
});

test('makes the coming days ready, moves what waited, drops what is past and then says so to old cursors', async () => {
  const workspaceId = newUuid();
  const dayMs = 86_400_000;
  const later = (days: number) => ({
    db: database.db,
    log: silentLog,
    clock: { ...systemClock, now: () => new Date(Date.now() + days * dayMs) },
  });
  const partitionOf = async (id: string): Promise<string | undefined> =>
    (await database.admin<{ name: string }>('select tableoid::regclass::text as name from events where id = $1', [id]))[0]?.name;
  await withFeed(async (feed) => {
    const begin = formatCursor(feed.position());
    await append(workspaceId, 2);
    const [id = ''] = await storedIds(workspaceId);
    expect(await partitionOf(id)).toBe('events_default');

    await Promise.all(Array.from({ length: 4 }, () => maintainEvents(later(0))));
    expect(await partitionOf(id)).toMatch(/^events_\d{8}$/);
    await append(workspaceId);
    expect(await partitionOf((await storedIds(workspaceId)).at(-1) ?? '')).toMatch(/^events_\d{8}$/);
    await settle(workspaceId);
    expect(eventsOf(await feed.readFrom(workspaceId, begin, 10))).toHaveLength(3);
    const denied = withEngine(database.db, 'test', async (tx) => tx.query({ text: `select * from ${await partitionOf(id)}` }));
    await expect(denied).rejects.toMatchObject({ code: '42501' });

    await maintainEvents(later(3));
    expect(await storedIds(workspaceId)).toHaveLength(3);
    await maintainEvents(later(5));
    expect(await storedIds(workspaceId)).toHaveLength(0);
    expect((await feed.readFrom(workspaceId, begin, 10)).kind).toBe('reset');

    // The feed's own position follows what was dropped within its next look: transactions of other test files can hold back the one after the last event.
    await waitFor('the position has passed what was dropped', async () => {
      return (await feed.readFrom(workspaceId, formatCursor(feed.position()), 10)).kind === 'events';
    });
    const now = formatCursor(feed.position());
    await append(workspaceId);
    await settle(workspaceId);
    expect(eventsOf(await feed.readFrom(workspaceId, now, 10))).toHaveLength(1);
  }, 20);
});

test('moves its position on while nothing happens, so that a quiet client can resume later', async () => {
  await withFeed(async (feed) => {
    const before = feed.position();
    await withEngine(database.db, 'test', (tx) => tx.query({ text: 'select pg_current_xact_id()' }));
    await waitFor('a later position', () => compareCursors(feed.position(), before) > 0);
  }, 20);
});
