import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { RequestRecord } from '#platform/http/request-record';
import { newUuid, systemIds, toPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import { createMetrics } from '#platform/metrics';
import { useTestDatabase } from '../../../test/harness.ts';
import { sceneQuery } from '../../../test/scene-query.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { getUsage } from './get-usage.ts';
import { dropRequestDays, prepareRequestDays } from './keep-days.ts';
import { listRequests } from './list-requests.ts';
import { createRequestWriter, type RequestWriterOptions } from './request-writer.ts';

const database = useTestDatabase();
const dayMs = 86_400_000;
let people: TestPeople;
let tenant: TestTenant;

beforeAll(async () => {
  people = await createTestPeople(database);
});
beforeEach(async () => {
  tenant = await createTestTenant(people, 'Toko Melati');
});

const clock = createManualClock(new Date());
const newWriter = (options: Partial<RequestWriterOptions> = {}) => {
  const metrics = createMetrics({ processMetrics: false });
  return { metrics, writer: createRequestWriter({ db: database.db, clock, log: silentLog, metrics, ...options }) };
};
const record = (change: Partial<RequestRecord> = {}): RequestRecord => ({
  requestId: toPublicId('req', newUuid()),
  method: 'GET',
  route: '/v1/messages/:id',
  status: 200,
  durationMs: 12.4,
  workspaceId: tenant.workspaceId,
  actorId: tenant.members.owner.userId,
  actorKind: 'user',
  startedAt: new Date(),
  clientIp: '192.0.2.10',
  errorCode: null,
  isReplay: false,
  pathId: null,
  subject: null,
  idempotencyKey: null,
  ...change,
});
/** The id of a request that came at a moment. */
const requestAt = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return toPublicId('req', `${hex.slice(0, 8)}-${hex.slice(8)}${systemIds.uuid().slice(13)}`);
};
const list = (query: Partial<Parameters<typeof listRequests>[2]> = {}) =>
  listRequests({ db: database.db, clock }, tenant.workspaceId, { limit: 50, ...query });
const usage = (query: Partial<Parameters<typeof getUsage>[2]> = {}) =>
  getUsage({ db: database.db, clock }, tenant.workspaceId, {
    step: 'day',
    group_by: 'none',
    until: new Date(Date.now() + 60_000).toISOString(),
    ...query,
  });
const metricOf = async (metrics: ReturnType<typeof newWriter>['metrics'], name: string): Promise<number> => {
  const line = (await metrics.text()).body.split('\n').find((text) => text.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? 0);
};

/** A database whose statements about the log fail while `isAway`. */
function shakyDatabase(): { db: Database; isAway: boolean } {
  const state = { isAway: true, db: database.db };
  state.db = {
    ...database.db,
    engine: new Proxy(database.db.engine, {
      get: (pool, property) => {
        const value: unknown = Reflect.get(pool, property);
        if (property === 'query' && state.isAway)
          return () => Promise.reject(Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01' }));
        return typeof value === 'function' ? value.bind(pool) : value;
      },
    }),
  };
  return state;
}

describe('writing', () => {
  it('keeps exactly what the promise about API logs names, and ids', async () => {
    const { writer } = newWriter();
    const messageId = toPublicId('msg', newUuid());
    writer.record(
      record({ method: 'POST', route: '/v1/messages', status: 202, subject: messageId, idempotencyKey: 'order-17', durationMs: 31.6 }),
    );
    await writer.flush();
    const { data } = await list();
    expect(data).toEqual([
      {
        id: expect.stringMatching(/^req_/),
        at: expect.any(String),
        method: 'POST',
        route: '/v1/messages',
        path_id: null,
        object_id: messageId,
        status: 202,
        duration_ms: 32,
        ip: '192.0.2.10',
        api_key_id: null,
        user_id: toPublicId('usr', tenant.members.owner.userId),
        caller_name: 'Olla',
        idempotency_key: 'order-17',
        is_replay: false,
        error_code: null,
      },
    ]);
  });

  it('leaves out who called nobody’s workspace, and what is no call of the API', async () => {
    const { writer } = newWriter();
    writer.record(record({ workspaceId: null }));
    writer.record(record({ actorKind: null }));
    writer.record(record({ method: 'OPTIONS' }));
    writer.record(record({ requestId: 'x' }));
    await writer.flush();
    expect((await list()).data).toEqual([]);
  });

  it('waits for a database that is away, and writes each line once', async () => {
    const shaky = shakyDatabase();
    const { writer } = newWriter({ db: shaky.db, batchSize: 2 });
    for (let count = 0; count < 5; count += 1) writer.record(record());
    await writer.flush();
    expect((await list()).data).toEqual([]);
    shaky.isAway = false;
    await writer.flush();
    expect((await list()).data).toHaveLength(5);
  });

  it('counts a line once although its statement is repeated', async () => {
    const line = record();
    for (let time = 0; time < 3; time += 1) {
      const { writer } = newWriter();
      writer.record(line);
      await writer.flush();
    }
    expect((await list()).data).toHaveLength(1);
    expect((await usage()).series[0]?.points[0]?.requests).toBe(1);
  });

  it('is bounded: what is beyond the bound is counted, in a figure and for the workspace', async () => {
    const shaky = shakyDatabase();
    const { writer, metrics } = newWriter({ db: shaky.db, maxWaiting: 3 });
    for (let count = 0; count < 10; count += 1) writer.record(record());
    expect(await metricOf(metrics, 'kabar_request_log_dropped_total')).toBe(7);
    expect(await metricOf(metrics, 'kabar_request_log_waiting')).toBe(3);
    await writer.flush();
    shaky.isAway = false;
    await writer.flush();
    expect((await list()).data).toHaveLength(3);
    expect((await usage()).not_logged).toBe(7);
    expect(await metricOf(metrics, 'kabar_request_log_written_total')).toBe(3);
  });

  it('gives up a line that the database will never take, and no other', async () => {
    const { writer } = newWriter();
    for (const change of [{}, { status: 99_999_999 }, {}, {}]) writer.record(record(change));
    await writer.flush();
    expect((await list()).data).toHaveLength(3);
    expect((await usage()).not_logged).toBe(1);
  });

  it('writes what waits when it stops', async () => {
    const { writer } = newWriter();
    writer.start();
    writer.record(record());
    await writer.stop();
    expect((await list()).data).toHaveLength(1);
  });
});

describe('reading', () => {
  it('goes page by page and narrows by everything that a line has', async () => {
    const { writer } = newWriter();
    const keyId = newUuid();
    const contact = toPublicId('ctc', newUuid());
    const message = toPublicId('msg', newUuid());
    const first = new Date(Date.now() - 60_000);
    const of: Record<string, RequestRecord> = {
      old: record({ requestId: requestAt(first), pathId: contact }),
      failed: record({ status: 404, errorCode: 'not_found', method: 'PATCH' }),
      byKey: record({ actorKind: 'api_key', actorId: keyId, route: '/v1/messages', method: 'POST', status: 202, subject: message }),
      broken: record({ status: 503, errorCode: 'unavailable' }),
    };
    for (const one of Object.values(of)) writer.record(one);
    await writer.flush();
    const named = async (query: Parameters<typeof list>[0]) => {
      const { data } = await list(query);
      return data.map((line) => Object.keys(of).find((name) => of[name]?.requestId === line.id));
    };
    expect(await named({})).toEqual(['broken', 'byKey', 'failed', 'old']);
    expect(await named({ status_class: '4xx' })).toEqual(['failed']);
    expect(await named({ status_class: '2xx' })).toEqual(['byKey', 'old']);
    expect(await named({ method: 'PATCH' })).toEqual(['failed']);
    expect(await named({ route: '/v1/messages' })).toEqual(['byKey']);
    expect(await named({ api_key_id: toPublicId('key', keyId) as `key_${string}` })).toEqual(['byKey']);
    expect(await named({ caller: 'member' })).toEqual(['broken', 'failed', 'old']);
    expect(await named({ caller: 'api_key' })).toEqual(['byKey']);
    expect(await named({ error_code: 'unavailable' })).toEqual(['broken']);
    expect(await named({ object_id: message })).toEqual(['byKey']);
    expect(await named({ object_id: contact })).toEqual(['old']);
    expect(await named({ request_id: of['failed']?.requestId as `req_${string}` })).toEqual(['failed']);
    expect(await named({ until: new Date(first.getTime() + 1).toISOString() })).toEqual(['old']);
    expect(await named({ from: new Date(first.getTime() + 1).toISOString(), status_class: '2xx' })).toEqual(['byKey']);
    const page = await list({ limit: 3 });
    const rest = await list({ limit: 3, cursor: page.next_cursor ?? '' });
    expect([page.data.length, rest.data.map((line) => line.id), rest.next_cursor]).toEqual([3, [of['old']?.requestId], null]);
  });

  it('shows a workspace its own lines only', async () => {
    const { writer } = newWriter();
    const line = record();
    writer.record(line);
    await writer.flush();
    const other = await createTestTenant(people, 'Toko Lain');
    const ctx = { db: database.db, clock };
    expect((await listRequests(ctx, other.workspaceId, { limit: 50, request_id: line.requestId as `req_${string}` })).data).toEqual([]);
  });
});

describe('use', () => {
  it('counts by day of the workspace, by key, route and class', async () => {
    // 20:00 UTC is the next day in Jakarta.
    await sceneQuery(database.db, {
      text: `update workspaces set time_zone = 'Asia/Jakarta' where id = $1`,
      values: [tenant.workspaceId],
    });
    const { writer } = newWriter();
    const at = (text: string) => requestAt(new Date(text));
    writer.record(record({ requestId: at('2026-03-01T10:00:00Z'), durationMs: 10 }));
    writer.record(record({ requestId: at('2026-03-01T20:00:00Z'), durationMs: 20, status: 429, errorCode: 'rate_limited' }));
    writer.record(
      record({ requestId: at('2026-03-01T20:20:00Z'), durationMs: 40, status: 500, errorCode: 'internal_error', route: '/v1/messages' }),
    );
    await writer.flush();
    const span = { from: '2026-02-28T17:00:00Z', until: '2026-03-03T17:00:00Z' };
    expect((await usage(span)).series).toEqual([
      {
        group: '',
        label: '',
        points: [
          { at: '2026-02-28T17:00:00.000Z', requests: 1, errors: 0, server_errors: 0, rate_limited: 0, average_ms: 10, slowest_ms: 10 },
          { at: '2026-03-01T17:00:00.000Z', requests: 2, errors: 2, server_errors: 1, rate_limited: 1, average_ms: 30, slowest_ms: 40 },
        ],
      },
    ]);
    const groups = async (group_by: 'route' | 'status_class' | 'api_key') =>
      (await usage({ ...span, group_by })).series.map(({ group, points }) => [
        group,
        points.reduce((sum, point) => sum + point.requests, 0),
      ]);
    expect(await groups('route')).toEqual([
      ['GET /v1/messages/:id', 2],
      ['GET /v1/messages', 1],
    ]);
    expect(await groups('status_class')).toEqual([
      ['2xx', 1],
      ['4xx', 1],
      ['5xx', 1],
    ]);
    expect(await groups('api_key')).toEqual([['member', 3]]);
    expect((await usage({ ...span, step: 'hour', route: '/v1/messages' })).series[0]?.points.map((point) => point.at)).toEqual([
      '2026-03-01T20:00:00.000Z',
    ]);
    writer.record(record({ requestId: at('2026-03-02T10:00:00Z'), actorKind: 'api_key', actorId: newUuid() }));
    await writer.flush();
    const madeBy = async (caller: 'api_key' | 'member') =>
      (await usage({ ...span, caller })).series.flatMap(({ points }) => points.map((point) => point.requests));
    expect([await madeBy('api_key'), await madeBy('member')]).toEqual([[1], [1, 2]]);
    await expect(usage({ from: '2020-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    await expect(usage({ from: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });
});

describe('the days of the log', () => {
  const partitions = async (): Promise<string[]> =>
    (
      await database.admin<{ name: string }>(
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'request_log'::regclass order by 1`,
      )
    ).map(({ name }) => name);
  const nameOf = (at: Date): string => `request_log_${at.toISOString().slice(0, 10).replaceAll('-', '')}`;

  it('are made ahead, take in what came before they were there, and are dropped whole', async () => {
    const at = new Date('2030-05-10T12:00:00Z');
    const { writer } = newWriter();
    writer.record(record({ requestId: requestAt(at) }));
    await writer.flush();
    const ctx = { db: database.db, clock: createManualClock(at) };
    await prepareRequestDays(ctx);
    await prepareRequestDays(ctx);
    const names = await partitions();
    for (const offset of [-1, 0, 1, 2, 3]) expect(names).toContain(nameOf(new Date(at.getTime() + offset * dayMs)));
    const [moved] = await database.admin<{ count: number }>(`select count(*)::int as count from ${nameOf(at)}`);
    expect(moved?.count).toBe(1);
    expect(await dropRequestDays(database.db, new Date('2030-05-10T23:59:59Z'))).toBe(1);
    expect(await partitions()).toContain(nameOf(at));
    expect(await dropRequestDays(database.db, new Date('2030-05-11T00:00:00Z'))).toBe(1);
    expect(await partitions()).not.toContain(nameOf(at));
    expect((await list()).data).toEqual([]);
  });
});
