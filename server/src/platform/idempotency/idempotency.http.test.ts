import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApiApp } from '../../../test/api-app.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp } from '../../../test/people-app.ts';
import { createTestPeople, createTestTenant, testOrigin, type TestPeople } from '../../../test/tenants.ts';
import { installationId } from '../../modules/keyring/index.ts';
import { systemClock } from '../clock.ts';
import { tenantQuery, withTenant } from '../db/tx.ts';
import { AppError } from '../errors.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { newUuid, systemIds } from '../ids.ts';
import { createIdempotency } from './idempotency.ts';
import { repeatableIds } from './steps.ts';

const database = useTestDatabase();
const ids = repeatableIds(systemIds);
const apps: FastifyInstance[] = [];
let people: TestPeople;
let workspaceId: string;
const apiKeyId = newUuid();

beforeAll(async () => {
  people = await createTestPeople(database);
  ({ workspaceId } = await createTestTenant(people, 'Toko Melati'));
  await database.admin(`
    create table things (workspace_id uuid not null, id uuid primary key, name text not null);
    select kabar_tenant_table('things');
    grant select, insert, update, delete on things to kabar_engine;`);
});
afterEach(() => database.admin('truncate things, idempotent_requests'));
afterAll(() => Promise.all(apps.map((app) => app.close())));

/** A moment in a handler at which a test can hold it for ever, as a process that is killed there. */
type Halt = (moment: string) => Promise<void>;
const goOn: Halt = async () => undefined;

const insert = (id: string, name: string) => ({
  text: 'insert into things (workspace_id, id, name) values ($1, $2, $3)',
  values: [workspaceId, id, name],
});

/** Makes several things in as many transactions, refusing or failing where the body says so. */
function routesOf(halt: Halt): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/things',
      summary: 'Make things',
      tag: 'test',
      auth: 'workspace',
      permission: 'workspace:read',
      body: z.object({ names: z.array(z.string().min(1)), refuse: z.enum(['first', 'last']).optional(), fault: z.boolean().optional() }),
      responses: { 201: z.object({ ids: z.array(z.string()), secret: z.string() }) },
      handler: async ({ body }) => {
        if (body.refuse === 'first') throw new AppError('conflict');
        const made: string[] = [];
        let secret = '';
        for (const [index, name] of body.names.entries()) {
          const id = ids.uuid();
          await halt(`before ${index}`);
          const given = await withTenant(database.db, workspaceId, async (tx) => {
            await tx.query(insert(id, name));
            return { secret: `secret-${newUuid()}` };
          });
          secret ||= given.secret;
          made.push(id);
          await halt(`after ${index}`);
          await tenantQuery(database.db, workspaceId, { text: 'select 1' });
        }
        if (body.refuse === 'last') throw new AppError('conflict');
        if (body.fault === true) throw new Error('a fault of ours');
        return { ids: made, secret };
      },
    }),
  ];
}

type Node = (body: object, key?: string) => Promise<{ status: number; body: Record<string, unknown>; isReplay: boolean }>;

/** One process over the shared database. Its heartbeat never comes during a test, so tests decide when it counts as dead. */
async function startNode(halt: Halt = goOn, routes = routesOf(halt), caller = apiKeyId): Promise<Node> {
  const idempotency = createIdempotency({
    db: database.db,
    clock: systemClock,
    installationId,
    indexKey: (of, purpose) => people.keyring.indexKey(of, purpose),
    onError: (error) => {
      throw error;
    },
    leaseMs: 3_600_000,
  });
  const api = await createApiApp(routes, workspaceId, caller, { idempotency });
  apps.push(api.app);
  return async (body, key) => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/v1/things',
      payload: body,
      headers: { authorization: 'Bearer key', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });
    return { status: response.statusCode, body: response.json(), isReplay: response.headers['idempotent-replayed'] === 'true' };
  };
}

/** Holds a handler for ever at one moment and tells when it is there. */
function killedAt(moment: string): { halt: Halt; reached: Promise<void>; wake: () => void } {
  const reached = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  return {
    halt: async (at) => {
      if (at !== moment) return;
      reached.resolve(undefined);
      await held.promise;
    },
    reached: reached.promise,
    wake: () => held.resolve(undefined),
  };
}

const declareDead = (): Promise<unknown> => database.admin(`update idempotent_requests set claimed_until = '-infinity'`);
const names = async (): Promise<string[]> =>
  (await database.admin<{ name: string }>('select name from things order by name')).map((row) => row.name);
const errorOf = (answer: { body: Record<string, unknown> }): unknown => (answer.body['error'] as { code?: string } | undefined)?.code;

describe('a request with an idempotency key', () => {
  it('is done once and answered alike, with a header that says so', async () => {
    const node = await startNode();
    const first = await node({ names: ['a'] }, 'one');
    const again = await node({ names: ['a'] }, 'one');
    expect([first.status, first.isReplay]).toEqual([201, false]);
    expect(again).toEqual({ ...first, isReplay: true });
    expect(await names()).toEqual(['a']);
    expect((await node({ names: ['b'] })).status).toBe(201);
    expect(await names()).toEqual(['a', 'b']);
  });

  it('is another request for another caller, and refused for another body', async () => {
    const node = await startNode();
    const stranger = await startNode(goOn, routesOf(goOn), newUuid());
    const first = await node({ names: ['a'] }, 'one');
    expect((await stranger({ names: ['a'] }, 'one')).body['ids']).not.toEqual(first.body['ids']);
    const other = await node({ names: ['b'] }, 'one');
    expect([other.status, errorOf(other)]).toEqual([422, 'idempotency_key_reused']);
    expect(await names()).toEqual(['a', 'a']);
  });

  it('keeps no answer in the clear', async () => {
    const node = await startNode();
    const { body } = await node({ names: ['a'] }, 'order-4711');
    const [row] = await database.admin<{ line: string }>('select idempotent_requests::text as line from idempotent_requests');
    expect(body['secret']).toMatch(/^secret-/);
    for (const text of [String(body['secret']), 'secret-', 'order-4711']) {
      expect(row?.line).not.toContain(text);
      expect(row?.line).not.toContain(Buffer.from(text).toString('hex'));
    }
  });

  it('is not kept when it was refused before anything changed', async () => {
    const node = await startNode();
    expect((await node({ names: [''] }, 'one')).status).toBe(400);
    expect((await node({ names: ['a'], refuse: 'first' }, 'one')).status).toBe(409);
    expect((await node({ names: ['a'] }, 'one')).status).toBe(201);
  });

  it('is kept when it was refused after something changed', async () => {
    const node = await startNode();
    const first = await node({ names: ['a'], refuse: 'last' }, 'one');
    const again = await node({ names: ['a'], refuse: 'last' }, 'one');
    expect([first.status, errorOf(first)]).toEqual([409, 'conflict']);
    expect(again).toEqual({ ...first, isReplay: true });
    expect(await names()).toEqual(['a']);
  });

  it('goes on where a fault of ours stopped it', async () => {
    const broken = await startNode();
    expect((await broken({ names: ['a', 'b'], fault: true }, 'one')).status).toBe(500);
    // The same request; the fault is gone with the next release, for which the halt stands here.
    expect((await broken({ names: ['a', 'b'], fault: true }, 'one')).status).toBe(500);
    expect(await names()).toEqual(['a', 'b']);
  });

  it.each([
    ['an empty key', ''],
    ['a key with spaces', 'a b'],
    ['a key beyond 255 characters', 'x'.repeat(256)],
  ])('is refused with %s', async (_, key) => {
    const node = await startNode();
    expect((await node({ names: ['a'] }, key)).status).toBe(400);
    expect(await names()).toEqual([]);
  });

  it('is forgotten when its time is over', async () => {
    const node = await startNode();
    await node({ names: ['a'] }, 'one');
    const later = createIdempotency({
      db: database.db,
      clock: { ...systemClock, now: () => new Date(Date.now() + 24 * 3_600_000 + 1_000) },
      installationId,
      indexKey: (of, purpose) => people.keyring.indexKey(of, purpose),
      onError: () => undefined,
    });
    expect(await later.sweep(new AbortController().signal)).toBe(1);
    expect((await node({ names: ['a'] }, 'one')).isReplay).toBe(false);
  });
});

describe('two processes', () => {
  it('do it once when it comes to both at the same moment, many times', async () => {
    const nodes = [await startNode(), await startNode()];
    const answers = await Promise.all(nodes.flatMap((node) => Array.from({ length: 10 }, () => node({ names: ['a', 'b'] }, 'one'))));
    const fresh = answers.filter((answer) => answer.status === 201 && !answer.isReplay);
    expect(fresh).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 201) expect(answer.body).toEqual(fresh[0]?.body);
      else expect(errorOf(answer)).toBe('idempotency_in_progress');
    }
    expect(await names()).toEqual(['a', 'b']);
  });

  it('tell a caller to wait while the first still works', async () => {
    const killed = killedAt('before 0');
    const [first, second] = [await startNode(killed.halt), await startNode()];
    const pending = first({ names: ['a'] }, 'one');
    await killed.reached;
    const meanwhile = await second({ names: ['a'] }, 'one');
    expect([meanwhile.status, errorOf(meanwhile)]).toEqual([409, 'idempotency_in_progress']);
    killed.wake();
    const done = await pending;
    expect(await second({ names: ['a'] }, 'one')).toEqual({ ...done, isReplay: true });
  });

  it('let the second answer what the first did before it was killed between effect and answer', async () => {
    const killed = killedAt('after 0');
    const [first, second] = [await startNode(killed.halt), await startNode()];
    const pending = first({ names: ['a'] }, 'one');
    await killed.reached;
    await declareDead();
    const taken = await second({ names: ['a'] }, 'one');
    const rows = await database.admin<{ id: string }>('select id from things');
    expect([taken.status, taken.body['ids']]).toEqual([201, rows.map((row) => row.id)]);
    expect(await second({ names: ['a'] }, 'one')).toEqual({ ...taken, isReplay: true });
    killed.wake();
    await pending;
    expect(await names()).toEqual(['a']);
  });

  it('stop one that was only asleep from writing what the other has written', async () => {
    const killed = killedAt('before 1');
    const [first, second] = [await startNode(killed.halt), await startNode()];
    const pending = first({ names: ['a', 'b'] }, 'one');
    await killed.reached;
    await declareDead();
    expect((await second({ names: ['a', 'b'] }, 'one')).status).toBe(201);
    killed.wake();
    expect(errorOf(await pending)).toBe('idempotency_in_progress');
    expect(await names()).toEqual(['a', 'b']);
  });

  it('never do it twice when the second would go another way', async () => {
    const killed = killedAt('after 0');
    const first = await startNode(killed.halt);
    const other = await startNode(goOn, [
      defineRoute({
        method: 'POST',
        path: '/v1/things',
        summary: 'A newer version of the same',
        tag: 'test',
        auth: 'workspace',
        permission: 'workspace:read',
        body: z.object({ names: z.array(z.string()) }),
        responses: { 201: z.object({ ids: z.array(z.string()), secret: z.string() }) },
        handler: async ({ body }) => {
          const id = ids.uuid();
          await withTenant(database.db, workspaceId, (tx) => tx.query(insert(id, `${body.names[0] ?? ''} anew`)));
          return { ids: [id], secret: '' };
        },
      }),
    ]);
    const pending = first({ names: ['a'] }, 'one');
    await killed.reached;
    await declareDead();
    expect(errorOf(await other({ names: ['a'] }, 'one'))).toBe('idempotency_outcome_unknown');
    expect(await names()).toEqual(['a']);
    killed.wake();
    await pending;
  });
});

describe('a request of a person', () => {
  it('that makes a workspace makes one, also when it was cut off before the answer was kept', async () => {
    const http = await createPeopleApp(people);
    const { cookie } = (await createTestTenant(people, 'Toko Awal')).members.owner;
    const create = async () => {
      const { headers } = { headers: { cookie, origin: testOrigin, host: new URL(testOrigin).host, 'idempotency-key': 'first-day' } };
      const payload = { name: 'Toko Baru', time_zone: 'Asia/Jakarta' };
      const response = await http.app.inject({ method: 'POST', url: '/v1/workspaces', payload, headers });
      return {
        status: response.statusCode,
        body: response.json<Record<string, unknown>>(),
        isReplay: response.headers['idempotent-replayed'] === 'true',
      };
    };
    const first = await create();
    expect(first.status).toBe(201);
    expect(await create()).toEqual({ ...first, isReplay: true });
    const [row] = await database.admin<{ count: number }>(`select count(*)::int as count from workspaces where name = 'Toko Baru'`);
    expect(row?.count).toBe(1);
    await http.close();
  });
});

describe('whatever the moments at which processes are killed', () => {
  // Small numbers of things and kills, all of them: every place, alone and in pairs.
  const moments = [0, 1, 2].flatMap((index) => [`before ${index}`, `after ${index}`]);
  const plans = [...moments.map((at) => [at]), ...moments.flatMap((at) => moments.map((next) => [at, next]))];

  it.each(plans)('each effect happens once and the answer tells of it (%s, %s)', async (...kills) => {
    const pending: Promise<unknown>[] = [];
    const wakes: (() => void)[] = [];
    for (const moment of kills) {
      const killed = killedAt(moment);
      const node = await startNode(killed.halt);
      const answer = node({ names: ['a', 'b', 'c'] }, 'one');
      pending.push(answer);
      // A second kill may lie before what the first try did already; then this try comes to its end.
      await Promise.race([killed.reached, answer]);
      wakes.push(killed.wake);
      await declareDead();
    }
    const last = await (await startNode())({ names: ['a', 'b', 'c'] }, 'one');
    const rows = await database.admin<{ id: string; name: string }>('select id, name from things order by name');
    expect(rows.map((row) => row.name)).toEqual(['a', 'b', 'c']);
    expect([last.status, last.body['ids']]).toEqual([201, rows.map((row) => row.id)]);
    for (const wake of wakes) wake();
    await Promise.all(pending);
    expect(await names()).toEqual(['a', 'b', 'c']);
  });
});
