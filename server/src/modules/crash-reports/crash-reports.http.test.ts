import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { createLog, silentLog } from '#platform/log';
import { createFaultInbox } from '#platform/logging/fault-inbox';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PeopleApp } from '../../../test/people-app.ts';
import { createTestPeople, createTestTenant, type TestTenant } from '../../../test/tenants.ts';
import { countOwnFaults } from './count-crashes.ts';
import { crashReportsJobs, crashReportsRoutes, type CrashReportsContext } from './index.ts';

const database = useTestDatabase();
let http: PeopleApp;
let tenant: TestTenant;
let ctx: CrashReportsContext;

beforeAll(async () => {
  const people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Toko Melati');
  people.ctx.config.operators = [tenant.members.owner.email];
  ctx = {
    db: database.db,
    clock: systemClock,
    log: silentLog,
    version: '1.2.3',
    faults: createFaultInbox(),
    countFlow: async () => undefined,
  };
  http = await createPeopleApp(people, crashReportsRoutes(ctx));
});
afterAll(() => http.close());
beforeEach(() => database.admin('truncate crash_reports'));

const report = (body: object) => http.browse('POST', '/v1/crash-reports', { body, cookie: tenant.members.agent.cookie });
const list = async () =>
  (await http.browse('GET', '/v1/operator/crash-reports', { cookie: tenant.members.owner.cookie })).body as {
    data: Record<string, unknown>[];
  };
const good = { name: 'TypeError', route: '/w/$slug/inbox', frames: ['draw@/assets/index-DY7m.js:12:3401'] };

describe('faults of the server', () => {
  it('are counted by kind, from the log, without a word of what they say', async () => {
    const log = await createLog({ level: 'error', destination: { write: () => undefined }, onFault: ctx.faults.add });
    const fail = (secret: string) => {
      try {
        JSON.parse(secret);
      } catch (error) {
        log.error('a request failed by a fault of ours', { error });
      }
    };
    for (const secret of ['canary +62 812-0000-1111 says hello', 'another canary sari@example.com']) fail(secret);
    await countOwnFaults(ctx);
    const { data } = await list();
    expect(data).toMatchObject([
      {
        source: 'server',
        name: 'SyntaxError',
        text: 'a request failed by a fault of ours',
        seen_count: 2,
        versions: ['1.2.3'],
        route: null,
      },
    ]);
    expect(data[0]?.['frames']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^server\/src\/modules\/crash-reports\/crash-reports\.http\.test\.ts:\d+:\d+$/)]),
    );
    const [stored] = await database.admin<{ all: string }>(`select string_agg(crash_reports::text, '') as all from crash_reports`);
    expect(stored?.all).not.toMatch(/canary|812|sari|hello/);
  });

  it('that cannot be stored stop nothing', async () => {
    ctx.faults.add({ text: 'x', error: { name: 'Error', frames: [] } });
    await expect(countOwnFaults({ ...ctx, version: '\u0000' })).resolves.toBeUndefined();
  });
});

describe('faults of the dashboard', () => {
  it('are counted once per kind and day', async () => {
    expect((await report(good)).status).toBe(204);
    expect((await report(good)).status).toBe(204);
    expect((await list()).data).toMatchObject([
      { source: 'browser', seen_count: 2, route: '/w/$slug/inbox', frames: good.frames, text: null },
    ]);
  });

  it.each([
    ['a message', { ...good, message: 'canary' }],
    ['an address instead of its pattern', { ...good, route: '/w/kopi/inbox?q=sari' }],
    ['a frame with words in it', { ...good, frames: ['Error: canary said "hello" to somebody'] }],
    ['a frame from another site', { ...good, frames: ['x@https://other.example/a.js:1:1'] }],
    ['too many frames', { ...good, frames: Array.from({ length: 13 }, () => good.frames[0]) }],
  ])('are refused with %s', async (_what, body) => {
    expect((await report(body)).status).toBe(400);
    expect((await list()).data).toEqual([]);
  });
});

it('are forgotten after 90 days', async () => {
  await report(good);
  await database.admin(`update crash_reports set day = current_date - 90`);
  await report(good);
  const [prune] = crashReportsJobs(ctx);
  await prune?.run({}, { jobId: 'x', attempt: 1, signal: new AbortController().signal });
  expect((await list()).data).toMatchObject([{ seen_count: 1 }]);
});
