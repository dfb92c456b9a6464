import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { newUuid } from '../ids.ts';
import { silentLog } from '../log.ts';
import type { AuthorizationListener } from './authorization-change.ts';
import { compareCursors, formatCursor, parseCursor } from './event-cursor.ts';
import type { EventCursor } from './event-cursor.ts';
import type { EventFeed, FeedEvent, FeedSubscriber } from './event-feed.ts';
import { openSseResponse } from './sse-stream.ts';
import { createSseHub } from './sse.ts';
import type { SseAttachment, SseHub, SseHubOptions } from './sse.ts';

/** A feed in memory that keeps everything, with the same promises as the real one. */
function memoryFeed() {
  const stored: FeedEvent[] = [];
  const subscribers = new Map<string, Set<FeedSubscriber>>();
  let xid = 100;
  let keptFrom = 0;
  let beforeRead: () => Promise<void> = () => Promise.resolve();
  const feed: EventFeed = {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    position: () => ({ xid, seq: 0 }),
    subscribe: (workspaceId, subscriber) => {
      const set = subscribers.get(workspaceId) ?? new Set();
      subscribers.set(workspaceId, set.add(subscriber));
      return () => void set.delete(subscriber);
    },
    readFrom: async (workspaceId, text, limit) => {
      await beforeRead();
      const from = parseCursor(text);
      if (from === null || from.xid < keptFrom) return { kind: 'reset', cursor: { xid, seq: 0 } };
      const all = stored.filter((event) => event.workspaceId === workspaceId && compareCursors(event.cursor, from) > 0);
      const events = all.slice(0, limit);
      const done = all.length <= limit;
      const cursor: EventCursor = done ? { xid, seq: 0 } : (events.at(-1)?.cursor ?? from);
      return { kind: 'events', events, cursor, done };
    },
  };
  return {
    feed,
    happen: (workspaceId: string, count = 1, type = 'message.created'): string[] => {
      const events: FeedEvent[] = [];
      for (let seq = 1; seq <= count; seq += 1) {
        events.push({ workspaceId, cursor: { xid, seq }, id: newUuid(), type, data: { n: `${xid}.${seq}` }, occurredAt: new Date(0) });
      }
      xid += 1;
      stored.push(...events);
      for (const subscriber of subscribers.get(workspaceId) ?? []) subscriber(events);
      return events.map((event) => event.data['n'] ?? '');
    },
    subscriberCount: () => [...subscribers.values()].reduce((sum, set) => sum + set.size, 0),
    dropOld: () => (keptFrom = xid),
    slowReads: (wait: () => Promise<void>) => (beforeRead = wait),
  };
}

type Frame = { id: string | null; event: string | null; data: string | null };

function parse(text: string): Frame[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      const field = (name: string): string | null => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? null;
      return { id: field('id'), event: field('event'), data: field('data') };
    });
}

/** A client that reads everything. */
function reader() {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (data: Buffer) => (text += data.toString()));
  const numbers = (): string[] =>
    parse(text).flatMap((frame) => (frame.data?.includes('"n"') ? [(JSON.parse(frame.data) as { data: { n: string } }).data.n] : []));
  return {
    stream,
    text: () => text,
    frames: () => parse(text),
    numbers,
    lastId: () => parse(text).findLast((frame) => frame.id !== null)?.id ?? null,
  };
}

let hubs: SseHub[] = [];
afterEach(() => {
  for (const hub of hubs) hub.close();
  hubs = [];
});

function makeHub(feed: EventFeed, more: Partial<SseHubOptions> = {}) {
  const listeners = new Set<AuthorizationListener>();
  const hub = createSseHub({
    feed,
    clock: systemClock,
    log: silentLog,
    coalesceMs: 5,
    onAuthorizationChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...more,
  });
  hubs.push(hub);
  return { hub, change: (keys: ReadonlySet<string> | null) => listeners.forEach((listener) => listener(keys)) };
}

const workspaceId = newUuid();

function attach(hub: SseHub, stream: Writable, more: Partial<SseAttachment> = {}) {
  const gone = new AbortController();
  const outcome = hub.attach({
    workspaceId,
    open: () => stream,
    lastEventId: null,
    filter: () => true,
    screen: null,
    authorization: ['session:s1', 'user:u1'],
    signal: gone.signal,
    ...more,
  });
  if (!outcome.ok) throw new Error(outcome.reason);
  return { closed: outcome.closed, leave: () => gone.abort() };
}

test('tells where the stream begins and then every event of the workspace in order, none of another', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed);
  const client = reader();
  world.happen(workspaceId);
  attach(hub, client.stream);
  const expected = [...world.happen(workspaceId, 3), ...world.happen(workspaceId)];
  world.happen(newUuid());
  await expect.poll(client.numbers).toEqual(expected);
  expect(client.frames()[0]).toEqual({ id: '2t-0', event: null, data: null });
  const last = client.frames().at(-1);
  expect(last?.event).toBe('message.created');
  expect(JSON.parse(last?.data ?? '')).toEqual({ type: 'message.created', occurred_at: '1970-01-01T00:00:00.000Z', data: { n: '102.1' } });
  expect(client.text()).toMatch(/^retry: 1000\n/);
});

test('writes events that come together in one piece', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed, { coalesceMs: 30 });
  const writes: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (writes.push(chunk.toString()), done()) });
  attach(hub, stream);
  for (let index = 0; index < 40; index += 1) world.happen(workspaceId, 2);
  await expect.poll(() => parse(writes.join('')).length).toBe(81);
  expect(writes.length).toBeLessThanOrEqual(3);
});

test('tells each client only what it may hear', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed);
  const [all, some, none] = [reader(), reader(), reader()];
  attach(hub, all.stream);
  attach(hub, some.stream, { filter: (event) => event.type === 'number.updated' });
  attach(hub, none.stream, { filter: () => false });
  const first = world.happen(workspaceId, 2);
  const second = world.happen(workspaceId, 1, 'number.updated');
  await expect.poll(all.numbers).toEqual([...first, ...second]);
  await expect.poll(some.numbers).toEqual(second);
  expect(none.numbers()).toEqual([]);
});

test('applies the filter to missed events, too', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed);
  const from = formatCursor(world.feed.position());
  world.happen(workspaceId, 2);
  const wanted = world.happen(workspaceId, 1, 'number.updated');
  const client = reader();
  attach(hub, client.stream, { lastEventId: from, filter: (event) => event.type === 'number.updated' });
  await expect.poll(client.numbers).toEqual(wanted);
});

test('gives a client that breaks off at any moment every event exactly once', async () => {
  const world = memoryFeed();
  world.slowReads(() => delay(Math.random() * 4));
  const { hub } = makeHub(world.feed, { coalesceMs: 2 });
  const expected: string[] = [];
  let isOver = false;
  const producing = (async () => {
    for (let round = 0; round < 150; round += 1) {
      expected.push(...world.happen(workspaceId, 1 + Math.trunc(Math.random() * 5)));
      if (round % 3 === 0) await delay(Math.random() * 3);
    }
    isOver = true;
  })();
  const clients = Array.from({ length: 5 }, async () => {
    const seen: string[] = [];
    let lastEventId: string | null = '2s-0';
    let cutCount = 0;
    for (;;) {
      const client = reader();
      const { leave, closed } = attach(hub, client.stream, { lastEventId });
      await delay(Math.random() * 12);
      if (isOver) {
        await expect.poll(() => [...seen, ...client.numbers()].length, { timeout: 5_000 }).toBe(expected.length);
      }
      // What a broken connection swallowed half way, the client never saw.
      leave();
      await closed;
      seen.push(...client.numbers());
      lastEventId = client.lastId() ?? lastEventId;
      cutCount += 1;
      if (isOver && seen.length >= expected.length) return { seen, cutCount };
    }
  });
  await producing;
  for (const { seen, cutCount } of await Promise.all(clients)) {
    expect(seen).toEqual(expected);
    expect(cutCount).toBeGreaterThan(2);
  }
});

test('replays more than one page and puts what happens meanwhile behind it', async () => {
  const world = memoryFeed();
  const from = formatCursor(world.feed.position());
  const expected = world.happen(workspaceId, 1_700);
  const { hub } = makeHub(world.feed);
  let readCount = 0;
  world.slowReads(async () => {
    readCount += 1;
    if (readCount <= 3) expected.push(...world.happen(workspaceId, 2));
    await delay(2);
  });
  const client = reader();
  attach(hub, client.stream, { lastEventId: from });
  await expect.poll(() => client.numbers().length).toBe(1_706);
  expected.push(...world.happen(workspaceId, 1));
  await expect.poll(client.numbers).toEqual(expected);
});

test.each(['nonsense', '0-0'])('asks to load anew for the id %s and goes on live', async (lastEventId) => {
  const world = memoryFeed();
  world.happen(workspaceId);
  world.dropOld();
  const { hub } = makeHub(world.feed);
  const client = reader();
  attach(hub, client.stream, { lastEventId });
  await expect.poll(() => client.frames().map((frame) => frame.event)).toEqual([null, 'reset']);
  const expected = world.happen(workspaceId, 2);
  await expect.poll(client.numbers).toEqual(expected);
});

test('moves the place to resume from forward while nothing passes the filter', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed, { heartbeatMs: 10 });
  const client = reader();
  attach(hub, client.stream, { filter: () => false });
  world.happen(workspaceId, 1);
  world.happen(newUuid(), 1);
  const target = formatCursor(world.feed.position());
  await expect.poll(client.lastId).toBe(target);
  expect(client.text()).toContain(': still here');
  expect(client.numbers()).toEqual([]);
});

test('drops a client that does not read, keeps its memory bounded and leaves the others alone', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed, { maxUnsentBytes: 10_000 });
  const stuck = new Writable({ write: () => undefined, highWaterMark: 1 });
  const healthy = reader();
  const { closed } = attach(hub, stuck);
  attach(hub, healthy.stream);
  const expected: string[] = [];
  let most = 0;
  for (let round = 0; round < 30; round += 1) {
    expected.push(...world.happen(workspaceId, 20));
    await delay(7);
    most = Math.max(most, stuck.writableLength);
  }
  expect(await closed).toBe('slow');
  expect(most).toBeLessThan(40_000);
  await expect.poll(() => stuck.destroyed, { timeout: 3_000 }).toBe(true);
  await expect.poll(healthy.numbers).toEqual(expected);
  expect(hub.connectionCount()).toBe(1);
});

test('closes the streams whose rights changed, and all when it may have missed a change', async () => {
  const world = memoryFeed();
  const { hub, change } = makeHub(world.feed);
  const [first, second, third] = [reader(), reader(), reader()];
  const one = attach(hub, first.stream, { authorization: ['session:a', 'user:u1'] });
  const two = attach(hub, second.stream, { authorization: ['session:b', 'user:u1'] });
  const three = attach(hub, third.stream, { authorization: ['api_key:k'] });
  change(new Set(['session:a']));
  expect(await one.closed).toBe('revoked');
  await once(first.stream, 'end');
  expect(first.text()).toContain(': closing, revoked');
  expect(hub.connectionCount()).toBe(2);
  change(new Set(['user:u1', 'user:u2']));
  expect(await two.closed).toBe('revoked');
  change(null);
  expect(await three.closed).toBe('revoked');
  world.happen(workspaceId);
  expect(first.numbers()).toEqual([]);
  expect(world.subscriberCount()).toBe(0);
});

test('closes a stream when its session ends by itself', async () => {
  let offsetMs = 0;
  const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + offsetMs) };
  const { hub } = makeHub(memoryFeed().feed, { clock, heartbeatMs: 5 });
  const client = reader();
  const { closed } = attach(hub, client.stream, { expiresAt: new Date(Date.now() + 60_000) });
  await expect.poll(client.text).toContain(': still here');
  offsetMs = 60_000;
  expect(await closed).toBe('expired');
});

test('admits so many per session and per workspace, and leaves the refused response alone', async () => {
  const { hub } = makeHub(memoryFeed().feed, { maxPerSession: 2, maxPerWorkspace: 3 });
  const first = attach(hub, reader().stream);
  attach(hub, reader().stream);
  let openCount = 0;
  const attempt = (more: Partial<SseAttachment>) =>
    hub.attach({
      workspaceId,
      open: () => ((openCount += 1), new PassThrough()),
      lastEventId: null,
      filter: () => true,
      screen: null,
      authorization: ['session:s1'],
      signal: new AbortController().signal,
      ...more,
    });
  expect(attempt({})).toEqual({ ok: false, reason: 'session_limit' });
  attach(hub, reader().stream, { authorization: ['session:s2'] });
  expect(attempt({ authorization: ['session:s3'] })).toEqual({ ok: false, reason: 'workspace_limit' });
  expect(openCount).toBe(0);
  expect(attempt({ workspaceId: newUuid(), authorization: ['session:s3'] }).ok).toBe(true);
  first.leave();
  await first.closed;
  expect(attempt({}).ok).toBe(true);
});

test('says goodbye to everybody at shutdown and admits nobody after', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed);
  const client = reader();
  const { closed } = attach(hub, client.stream);
  hub.close();
  expect(await closed).toBe('shutdown');
  await once(client.stream, 'end');
  expect(client.text()).toContain(': closing, shutdown');
  expect(world.subscriberCount()).toBe(0);
  expect(() => attach(hub, reader().stream)).toThrow('shutdown');
});

test('closes the stream when the missed events cannot be read, so that the client tries again', async () => {
  const world = memoryFeed();
  world.slowReads(() => Promise.reject(new Error('database away')));
  const { hub } = makeHub(world.feed);
  const client = reader();
  const { closed } = attach(hub, client.stream, { lastEventId: '1-1' });
  expect(await closed).toBe('failed');
});

test('speaks over a bare socket without chunk framing, and notices when the client goes', async () => {
  const world = memoryFeed();
  const { hub } = makeHub(world.feed);
  let closed: Promise<unknown> | undefined;
  const server = createServer((request, response) => {
    const gone = new AbortController();
    const stream = () => openSseResponse(response, { 'request-id': 'req_1', 'x-content-type-options': 'nosniff' });
    const outcome = hub.attach({
      workspaceId,
      open: stream,
      lastEventId: request.headers['last-event-id']?.toString() ?? null,
      filter: () => true,
      screen: null,
      authorization: ['session:s'],
      signal: gone.signal,
    });
    if (outcome.ok) closed = outcome.closed;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1'); // a TCP server has no other kind of address
  let wire = '';
  socket.on('data', (data: Buffer) => (wire += data.toString()));
  socket.write('GET /v1/events/stream HTTP/1.1\r\nhost: x\r\n\r\n');
  await expect.poll(() => wire).toContain('retry: 1000');
  const expected = world.happen(workspaceId, 2);
  const headEnd = wire.indexOf('\r\n\r\n');
  const [head, body] = [wire.slice(0, headEnd), wire.slice(headEnd + 4)];
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(head.toLowerCase()).toContain('content-type: text/event-stream; charset=utf-8');
  expect(head.toLowerCase()).toContain('request-id: req_1');
  expect(head.toLowerCase()).not.toContain('transfer-encoding');
  expect(body).toMatch(/^retry: 1000\n/);
  await expect.poll(() => wire.includes(expected[1] ?? '?')).toBe(true);
  socket.destroy();
  await expect.poll(() => hub.connectionCount()).toBe(0);
  expect(await closed).toBe('gone');
  await new Promise((resolve) => server.close(resolve));
});
