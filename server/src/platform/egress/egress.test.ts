import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGate } from '../../../test/open-gate.ts';
import { createEgress } from './egress.ts';
import type { Egress, EgressAnswer, EgressRequest } from './egress.ts';
import type { EgressTarget, EgressVerdict } from './gate.ts';

type Peer = { origin: string; received: () => string; connectionCount: () => number; requestCount: () => number };

let servers: Server[] = [];
let sockets: Set<Socket> = new Set();
let egress: Egress;

beforeEach(() => {
  servers = [];
  sockets = new Set();
  egress = createEgress({ gate: openGate, keepAliveMs: 2_000 });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await egress.close();
});

/** A raw TCP server. `onRequest` runs once per complete request head, with the number of the connection. */
async function peer(onRequest: (socket: Socket, connection: number) => void, onConnection?: (socket: Socket) => void): Promise<Peer> {
  let received = '';
  let connectionCount = 0;
  let requestCount = 0;
  const server = createServer((socket) => {
    connectionCount += 1;
    const connection = connectionCount;
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection?.(socket);
    socket.on('data', (data: Buffer) => {
      received += data.toString();
      const heads = received.split('\r\n\r\n').length - 1;
      while (requestCount < heads) {
        requestCount += 1;
        onRequest(socket, connection);
      }
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other kind of address
  return {
    origin: `http://127.0.0.1:${port}`,
    received: () => received,
    connectionCount: () => connectionCount,
    requestCount: () => requestCount,
  };
}

function post(origin: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return {
    purpose: 'messaging',
    method: 'POST',
    origin,
    path: '/v1/send?x=1',
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
    timeoutMs: 5_000,
    ...more,
  };
}

function answered(answer: EgressAnswer): Extract<EgressAnswer, { kind: 'answer' }> {
  if (answer.kind !== 'answer') throw new Error(`no answer: ${answer.reason}`);
  return answer;
}

const ok = (socket: Socket, body = '{"ok":true}'): void => {
  socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-a: 1\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};

test('gives status, headers and body, and uses the connection again', async () => {
  const server = await peer((socket) => ok(socket));
  for (let round = 0; round < 20; round += 1) {
    const answer = answered(await egress.request(post(server.origin)));
    expect(answer.status).toBe(200);
    expect(answer.headers['x-a']).toBe('1');
    expect((await answer.readBytes(1_000))?.toString()).toBe('{"ok":true}');
  }
  // A second one, because the pool hears of the end of an answer after its reader.
  expect(server.connectionCount()).toBeLessThanOrEqual(2);
  expect(server.received()).toMatch(/^POST \/v1\/send\?x=1 HTTP\/1\.1\r\n/);
  expect(server.received()).toContain('{"a":1}');
  expect(egress.stats()).toMatchObject([{ origin: server.origin, waitingCount: 0 }]);
});

test('tells that nothing was sent when the connection is refused', async () => {
  const server = await peer(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  let wasWritten = false;
  const answer = await egress.request(post(server.origin, { onBeforeWrite: () => (wasWritten = true) }));
  expect(answer).toEqual({ kind: 'no_answer', wasSent: false, timedOut: false, reason: 'connect', code: 'ECONNREFUSED' });
  expect(wasWritten).toBe(false);
});

test('tells that nothing was sent when the name does not exist', async () => {
  const answer = await egress.request(post('http://no..such..name'));
  expect(answer).toMatchObject({ kind: 'no_answer', wasSent: false });
});

test('tells that nothing was sent when TLS does not come about', async () => {
  const server = await peer(
    () => undefined,
    (socket) => socket.end('this is not TLS\r\n'),
  );
  const answer = await egress.request(post(server.origin.replace('http:', 'https:')));
  expect(answer).toMatchObject({ kind: 'no_answer', wasSent: false, reason: 'connect' });
});

test('tells that it may have been sent when the connection is reset right after the request', async () => {
  const server = await peer((socket) => socket.resetAndDestroy());
  let writeCount = 0;
  const answer = await egress.request(post(server.origin, { onBeforeWrite: () => (writeCount += 1) }));
  expect(answer).toEqual({ kind: 'no_answer', wasSent: true, timedOut: false, reason: 'lost' });
  expect(writeCount).toBe(1);
  expect(server.requestCount()).toBe(1);
});

test.each([
  ['in the status line', 'HTTP/1.'],
  ['in the headers', 'HTTP/1.1 200 OK\r\ncontent-type: appl'],
])('tells that it may have been sent when the connection ends %s', async (_name, part) => {
  const server = await peer((socket) => socket.end(part));
  expect(await egress.request(post(server.origin))).toMatchObject({ kind: 'no_answer', wasSent: true, timedOut: false });
  expect(server.requestCount()).toBe(1);
});

test('takes something that is not HTTP for no answer', async () => {
  const server = await peer((socket) => socket.end('220 mail.example.com ESMTP\r\n'));
  expect(await egress.request(post(server.origin))).toMatchObject({ kind: 'no_answer', wasSent: true, reason: 'protocol' });
});

test('never writes a request again after a kept connection was reset', async () => {
  const server = await peer((socket, connection) =>
    connection === 1 && server.requestCount() === 2 ? socket.resetAndDestroy() : ok(socket),
  );
  await answered(await egress.request(post(server.origin))).readBytes(100);
  for (const method of ['POST', 'GET', 'DELETE'] as const) {
    const before = server.requestCount();
    await egress.request(post(server.origin, { method, body: null }));
    expect(server.requestCount() - before, method).toBe(1);
  }
});

test('knows that a body which breaks off is not the whole body', async () => {
  const server = await peer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"ok":'));
  expect(await answered(await egress.request(post(server.origin))).readBytes(1_000)).toBeNull();
  const streamed = answered(await egress.request(post(server.origin))).stream();
  await expect(buffer(streamed)).rejects.toMatchObject({ name: 'EgressError' });
});

test('runs out of time without an answer, in the head or in the body', async () => {
  const silent = await peer(() => undefined);
  expect(await egress.request(post(silent.origin, { timeoutMs: 60 }))).toEqual({
    kind: 'no_answer',
    wasSent: true,
    timedOut: true,
    reason: 'timed_out',
  });
  const stalling = await peer((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"ok":'));
  expect(await answered(await egress.request(post(stalling.origin, { timeoutMs: 60 }))).readBytes(1_000)).toBeNull();
});

test('never sends what ran out of time or was cancelled while waiting for a connection', async () => {
  const narrow = createEgress({ gate: openGate, maxConnections: 1 });
  const held: Socket[] = [];
  const server = await peer((socket) => held.push(socket));
  const first = narrow.request(post(server.origin));
  const cancelling = new AbortController();
  let writeCount = 0;
  const onBeforeWrite = (): void => void (writeCount += 1);
  const body = Readable.from(['never']);
  const late = narrow.request(post(server.origin, { timeoutMs: 40, onBeforeWrite, body }));
  const cancelled = narrow.request(post(server.origin, { signal: cancelling.signal, onBeforeWrite }));
  cancelling.abort();
  expect(await late).toEqual({ kind: 'no_answer', wasSent: false, timedOut: true, reason: 'timed_out' });
  expect(await cancelled).toEqual({ kind: 'no_answer', wasSent: false, timedOut: false, reason: 'cancelled' });
  expect(body.destroyed).toBe(true);
  for (const socket of held) ok(socket);
  await answered(await first).readBytes(100);
  const after = narrow.request(post(server.origin, { path: '/after' }));
  await expect.poll(() => held.length).toBe(2);
  held.forEach((socket) => ok(socket));
  expect(answered(await after).status).toBe(200);
  expect(writeCount).toBe(0);
  expect(server.requestCount()).toBe(2);
  await narrow.close();
});

test('tells that it may have been sent when it is cancelled on the way', async () => {
  const server = await peer(() => cancelling.abort());
  const cancelling = new AbortController();
  expect(await egress.request(post(server.origin, { signal: cancelling.signal }))).toMatchObject({ wasSent: true, reason: 'cancelled' });
});

test('does not begin when it was cancelled before', async () => {
  const server = await peer((socket) => ok(socket));
  expect(await egress.request(post(server.origin, { signal: AbortSignal.abort() }))).toMatchObject({ wasSent: false, reason: 'cancelled' });
  expect(server.requestCount()).toBe(0);
});

test('sends nothing when the last look before writing says no, and keeps the connection', async () => {
  const server = await peer((socket) => ok(socket));
  await answered(await egress.request(post(server.origin))).readBytes(100);
  const answer = await egress.request(
    post(server.origin, {
      onBeforeWrite: () => {
        throw new Error('the lease is gone');
      },
    }),
  );
  expect(answer).toEqual({ kind: 'no_answer', wasSent: false, timedOut: false, reason: 'withheld' });
  expect(server.requestCount()).toBe(1);
  const opened = server.connectionCount();
  await answered(await egress.request(post(server.origin))).readBytes(100);
  expect(server.requestCount()).toBe(2);
  expect(server.connectionCount()).toBe(opened);
});

test('calls the last look before the first byte reaches the server', async () => {
  const server = await peer((socket) => ok(socket));
  let seenBefore = '';
  await answered(await egress.request(post(server.origin, { onBeforeWrite: () => (seenBefore = server.received()) }))).readBytes(100);
  expect(seenBefore).toBe('');
  expect(server.received()).not.toBe('');
});

test('gives an answer that says no like any other and follows no redirect', async () => {
  const server = await peer((socket) => socket.write('HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n'));
  const answer = answered(await egress.request(post(server.origin)));
  expect([answer.status, answer.headers['location'], (await answer.readBytes(10))?.byteLength]).toEqual([302, '/elsewhere', 0]);
  expect(server.requestCount()).toBe(1);
});

test('steps over interim answers', async () => {
  const server = await peer((socket) =>
    socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok'),
  );
  const answer = answered(await egress.request(post(server.origin)));
  expect([answer.status, (await answer.readBytes(10))?.toString()]).toEqual([201, 'ok']);
});

test('does not read a body beyond its limit', async () => {
  const server = await peer((socket) => ok(socket, 'x'.repeat(300_000)));
  expect(await answered(await egress.request(post(server.origin))).readBytes(1_000)).toBeNull();
  const small = createEgress({ gate: openGate, maxResponseBytes: 100_000 });
  await expect(buffer(answered(await small.request(post(server.origin))).stream())).rejects.toMatchObject({ code: 'too_large' });
  await small.close();
});

test('passes a large body through without taking it all in at once', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'k');
  let unsent = 0;
  const server = await peer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${megabyte.byteLength * 32}\r\n\r\n`);
    for (let index = 0; index < 32; index += 1) socket.write(megabyte);
    unsent = socket.writableLength;
  });
  const stream = answered(await egress.request(post(server.origin))).stream();
  await once(stream, 'readable');
  expect(unsent).toBeGreaterThan(0);
  expect(stream.readableLength).toBeLessThan(megabyte.byteLength);
  const bytes = await buffer(stream);
  expect(bytes.byteLength).toBe(megabyte.byteLength * 32);
  expect(bytes.every((byte) => byte === 107)).toBe(true);
});

test('hangs up when the reader of a stream goes away', async () => {
  let isHungUp = false;
  const server = await peer((socket) => {
    socket.on('close', () => (isHungUp = true));
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nabc');
  });
  answered(await egress.request(post(server.origin)))
    .stream()
    .destroy();
  await expect.poll(() => isHungUp).toBe(true);
});

test('sends a stream as it comes', async () => {
  const server = await peer((socket) => void setTimeout(() => ok(socket), 50));
  const body = Readable.from([Buffer.from('satu '), Buffer.from('dua')]);
  const answer = answered(await egress.request(post(server.origin, { body, headers: { 'content-length': '8' } })));
  expect(answer.status).toBe(200);
  expect(server.received()).toMatch(/satu dua$/);
  await answer.readBytes(100);
});

test.each([
  ['an origin with a path', { origin: 'http://127.0.0.1:1/x' }],
  ['an origin with a password', { origin: 'http://u:p@127.0.0.1:1' }],
  ['another scheme', { origin: 'file:///etc/passwd' }],
  ['no address', { origin: 'nowhere' }],
  ['a path that is an address', { path: 'http://127.0.0.1/x' }],
  ['a header that smuggles a line', { headers: { 'x-a': 'b\r\nx-c: d' } }],
])('sends nothing for %s', async (_name, wrong) => {
  const server = await peer((socket) => ok(socket));
  expect(await egress.request(post(server.origin, wrong))).toMatchObject({ kind: 'no_answer', wasSent: false, reason: 'malformed' });
  expect(server.connectionCount()).toBe(0);
});

test('opens no connection that the gate refuses, and tells it host, port and purpose', async () => {
  const server = await peer((socket) => ok(socket));
  const asked: unknown[] = [];
  const admit = (target: EgressTarget): EgressVerdict => {
    asked.push(target);
    return { allowed: false, reason: 'not_registered' };
  };
  const guarded = createEgress({ gate: { admit } });
  const body = Readable.from(['never read']);
  expect(await guarded.request(post(server.origin, { body, purpose: 'mail' }))).toMatchObject({ wasSent: false, reason: 'not_allowed' });
  expect(asked).toEqual([{ host: '127.0.0.1', port: Number(new URL(server.origin).port), purpose: 'mail' }]);
  expect(server.connectionCount()).toBe(0);
  expect(body.destroyed).toBe(true);
  await guarded.close();
});

test('dials no private address for a recipient whose address must be public', async () => {
  const server = await peer((socket) => ok(socket));
  const guarded = createEgress({ gate: { admit: () => ({ allowed: true, addresses: 'public' }) } });
  // The name is resolved by the machine itself to its own address.
  const origin = server.origin.replace('127.0.0.1', 'localhost');
  expect(await guarded.request(post(origin))).toMatchObject({ wasSent: false, reason: 'connect' });
  expect(server.connectionCount()).toBe(0);
  await guarded.close();
});

test('waits for a connection beyond the limit instead of opening another', async () => {
  const narrow = createEgress({ gate: openGate, maxConnections: 2 });
  const server = await peer((socket) => ok(socket));
  const answers = await Promise.all(
    Array.from({ length: 30 }, async () => answered(await narrow.request(post(server.origin))).readBytes(100)),
  );
  expect(answers.every((body) => body?.toString() === '{"ok":true}')).toBe(true);
  expect(server.connectionCount()).toBe(2);
  await narrow.close();
});
