import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { newUuid } from '../ids.ts';
import { createApp } from './app.ts';
import type { RequestRecord } from './request-record.ts';
import { defineRoute } from './route.ts';

/** One caller's share of the process while nobody else asks. */
const shareCount = 64;
const actor = {
  kind: 'api_key',
  apiKeyId: newUuid(),
  name: 'shop',
  sightMemberId: null,
  workspaceId: newUuid(),
  isClosing: false,
  permissions: new Set(),
} as const;

let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
});

/** A counter that can be waited for. */
function counter() {
  let count = 0;
  const waiting: { from: number; resolve: () => void }[] = [];
  return {
    get count() {
      return count;
    },
    add: () => {
      count += 1;
      for (const one of waiting) if (count >= one.from) one.resolve();
    },
    reaches: (from: number) =>
      new Promise<void>((resolve) => {
        if (count >= from) resolve();
        else waiting.push({ from, resolve });
      }),
  };
}

/** A server whose checking of keys and whose work wait until they are let go on. */
async function build() {
  const asked = counter();
  const begun = counter();
  const left = counter();
  const over = counter();
  const records: RequestRecord[] = [];
  const doors = { check: Promise.withResolvers<void>(), work: Promise.withResolvers<void>() };
  const held = defineRoute({
    method: 'GET',
    path: '/v1/held',
    summary: 'Takes its time',
    tag: 'test',
    auth: 'workspace',
    permission: 'messages:read',
    responses: { 200: z.object({ ok: z.boolean() }) },
    handler: async ({ signal }) => {
      signal.addEventListener('abort', () => left.add());
      begun.add();
      await doors.work.promise;
      return { ok: true };
    },
  });
  app = await createApp([held], {
    authenticator: {
      session: async () => null,
      apiKey: async () => {
        asked.add();
        await doors.check.promise;
        return { ...actor, permissions: new Set(['messages:read'] as const) };
      },
    },
    newUuid,
    trustedProxies: [],
    ownOrigins: [],
    bodyLimitBytes: 1_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: () => undefined,
    rateLimiting: {
      clock: systemClock,
      limiter: { check: async () => ({ isAllowed: true, retryAfterMs: 0, states: [] }), charge: () => undefined },
      figures: { perKey: 1, perWorkspace: 1, perMember: 1 },
    },
    onRequestDone: (record) => {
      records.push(record);
      over.add();
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo; // it listens on TCP
  return {
    asked,
    begun,
    left,
    over,
    records,
    doors,
    /** Asks and leaves the answer on its way. */
    ask: async (): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write('GET /v1/held HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer any\r\n\r\n');
      return socket;
    },
    read: () => fetch(`http://127.0.0.1:${port}/v1/held`, { headers: { authorization: 'Bearer any' } }),
  };
}

const many = <T>(make: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: shareCount }, make));

describe('a caller who hangs up', () => {
  it('while the work is done keeps no place: the next request is answered, and what was begun is on record', async () => {
    const { ask, read, begun, left, over, records, doors } = await build();
    doors.check.resolve();
    const sockets = await many(ask);
    await begun.reaches(shareCount);
    for (const socket of sockets) socket.destroy();
    await left.reaches(shareCount);
    const next = read();
    doors.work.resolve();
    await over.reaches(shareCount);
    expect((await next).status).toBe(200);
    expect(records.filter(({ status }) => status === 499)).toHaveLength(shareCount);
    expect(records[0]).toMatchObject({ route: '/v1/held', actorId: actor.apiKeyId });
  });

  it('before their key was looked at is given no work and no place', async () => {
    const { ask, read, asked, begun, over, records, doors } = await build();
    const sockets = await many(ask);
    await asked.reaches(shareCount);
    for (const socket of sockets) socket.destroy();
    await over.reaches(shareCount);
    expect(records.every(({ status }) => status === 499)).toBe(true);
    doors.check.resolve();
    doors.work.resolve();
    expect((await read()).status).toBe(200);
    expect(begun.count).toBe(1);
  });

  it('while waiting in line leaves the line', async () => {
    const { ask, read, asked, begun, over, doors } = await build();
    doors.check.resolve();
    await many(ask);
    await begun.reaches(shareCount);
    const waiting = await ask();
    await asked.reaches(shareCount + 1);
    waiting.destroy();
    await over.reaches(1);
    doors.work.resolve();
    expect((await read()).status).toBe(200);
    expect(begun.count).toBe(shareCount + 1);
  });
});
