import type { UsageStatistics } from '@kabar/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '#platform/clock';
import { createApp } from '#platform/http/app';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { analyticsRoutes, type AnalyticsContext } from './index.ts';
import { pruneUsage } from './usage-statistics.ts';

const database = useTestDatabase();
const origin = 'https://kabar.example.com';
const clock = createManualClock(new Date('2026-11-21T08:00:00Z'));
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
let ctx: AnalyticsContext;
let app: FastifyInstance;

beforeAll(async () => {
  ctx = { db: database.db, clock, isEnabled: true, isHttps: true, ownOrigins: [origin] };
  app = await createApp(analyticsRoutes(ctx), {
    authenticator: {
      // A signed-in person who runs the installation.
      session: async () => ({
        kind: 'user',
        userId: newUuid(),
        sessionId: newUuid(),
        name: 'Sari',
        email: 'sari@example.com',
        isOperator: true,
        operatorBarrier: null,
        signedInBy: 'password',
        hasSecondFactor: false,
        provedRecently: true,
        singleSignOnWorkspaceId: null,
        membership: null,
        permissions: new Set(),
        endsAt: new Date('2099-01-01'),
      }),
      apiKey: () => Promise.reject(new Error('not used')),
    },
    newUuid,
    trustedProxies: [],
    ownOrigins: [origin],
    bodyLimitBytes: 100_000,
    dashboardDir: null,
    version: '0.0.0',
    https: true,
    strictResponses: true,
    report: () => undefined,
    onRequestDone: () => undefined,
  });
});
afterAll(() => app.close());
beforeEach(async () => {
  ctx.isEnabled = true;
  await database.admin('delete from usage_counts');
});

/** What a browser keeps of `Set-Cookie` headers. */
function cookiesOf(header: string | string[] | undefined): string {
  return [header ?? []]
    .flat()
    .filter((cookie) => !cookie.includes('Max-Age=0'))
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Chooses as a browser would; gives the cookie it then sends. */
async function choose(statistics: boolean, headers: Record<string, string> = {}): Promise<string> {
  const response = await app.inject({ method: 'PUT', url: '/v1/browser-choice', headers: { origin, ...headers }, payload: { statistics } });
  expect(response.statusCode).toBe(200);
  return cookiesOf(response.headers['set-cookie']);
}

async function count(headers: Record<string, string>, items: object[] = [{ dimension: 'page', value: '/w/$slug/inbox' }]): Promise<number> {
  const response = await app.inject({
    method: 'POST',
    url: '/v1/usage-counts',
    headers: { origin, 'user-agent': agent, ...headers },
    payload: { items },
  });
  return response.statusCode;
}

async function stored(): Promise<{ browser_count: number }[]> {
  return database.admin('select period, dimension, value, browser_count from usage_counts order by 1, 2, 3');
}

async function figures(): Promise<{ statistics: UsageStatistics; text: string }> {
  const response = await app.inject({ method: 'GET', url: '/v1/operator/usage-statistics' });
  // Checked against its schema by the app.
  return { statistics: JSON.parse(response.body) as UsageStatistics, text: response.body };
}

describe('the choice of a browser', () => {
  it('is undecided at first, kept with question and time, and taken back as it was given', async () => {
    const at = async (cookie: string): Promise<unknown> =>
      JSON.parse((await app.inject({ method: 'GET', url: '/v1/browser-choice', headers: { cookie } })).body);
    const base = { version: 1, asks: true, refused_by_signal: false };
    expect(await at('')).toEqual({ ...base, statistics: 'undecided', decided_at: null });
    const decided = { ...base, decided_at: '2026-11-21T08:00:00.000Z' };
    expect(await at(await choose(true))).toEqual({ ...decided, statistics: 'allowed' });
    expect(await at(await choose(false))).toEqual({ ...decided, statistics: 'refused' });
  });

  it('is only taken from our own pages', async () => {
    const response = await app.inject({
      method: 'PUT',
      url: '/v1/browser-choice',
      headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
      payload: { statistics: true },
    });
    expect([response.statusCode, response.headers['set-cookie']]).toEqual([403, undefined]);
  });

  it('is a refusal for as long as the browser sends a signal', async () => {
    const cookie = await choose(true);
    const response = await app.inject({ method: 'GET', url: '/v1/browser-choice', headers: { cookie, 'sec-gpc': '1' } });
    expect(JSON.parse(response.body)).toMatchObject({ statistics: 'refused', refused_by_signal: true });
  });
});

describe('counting', () => {
  it('stores nothing before a yes, after a no, against a signal, or where the operator wants none', async () => {
    const yes = await choose(true);
    expect(await count({})).toBe(204);
    expect(await count({ cookie: await choose(false) })).toBe(204);
    expect(await count({ cookie: yes, 'sec-gpc': '1' })).toBe(204);
    expect(await count({ cookie: yes, dnt: '1' })).toBe(204);
    ctx.isEnabled = false;
    expect(await count({ cookie: yes })).toBe(204);
    expect(await stored()).toEqual([]);
    ctx.isEnabled = true;
    expect(await count({ cookie: yes })).toBe(204);
    expect(await stored()).toHaveLength(4);
  });

  it('raises figures and keeps nothing else of the request', async () => {
    const cookie = await choose(true);
    const items = [
      { dimension: 'feature', value: 'note.written' },
      { dimension: 'referrer', value: 'https://search.example' },
    ];
    expect(await count({ cookie }, items)).toBe(204);
    expect(await count({ cookie }, [{ dimension: 'feature', value: 'note.written' }])).toBe(204);
    expect(await stored()).toEqual([
      { period: 'day', dimension: 'visit', value: '', browser_count: 2 },
      { period: 'month', dimension: 'browser', value: 'Firefox', browser_count: 2 },
      { period: 'month', dimension: 'feature', value: 'note.written', browser_count: 2 },
      { period: 'month', dimension: 'referrer', value: 'https://search.example', browser_count: 1 },
      { period: 'month', dimension: 'system', value: 'Linux', browser_count: 2 },
    ]);
    const columns = await database.admin<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'usage_counts'::regclass and attnum > 0 order by attnum`,
    );
    expect(columns.map(({ name }) => name)).toEqual(['period', 'starts_on', 'dimension', 'value', 'browser_count']);
  });

  it('takes a browser once for each thing, by its own cookie, and forgets that cookie with a refusal', async () => {
    const cookie = await choose(true);
    const report = async (with_: string): Promise<string> => {
      const response = await app.inject({
        method: 'POST',
        url: '/v1/usage-counts',
        headers: { origin, cookie: with_ },
        payload: { items: [{ dimension: 'page', value: '/w/$slug/inbox' }] },
      });
      return cookiesOf(response.headers['set-cookie']);
    };
    const counted = await report(cookie);
    expect(counted).toMatch(/^__Host-kabar_counted=2026-11\.21\.[0-9a-f]+\.$/);
    expect(await report(`${cookie}; ${counted}`)).toBe('');
    expect((await stored()).map((row) => row.browser_count)).toEqual([1, 1, 1, 1]);
    const refused = await app.inject({
      method: 'PUT',
      url: '/v1/browser-choice',
      headers: { origin, cookie: `${cookie}; ${counted}` },
      payload: { statistics: false },
    });
    expect(refused.headers['set-cookie']).toEqual([
      expect.stringContaining('__Host-kabar_choice=1.no.'),
      expect.stringMatching(/^__Host-kabar_counted=; .*Max-Age=0/),
    ]);
  });

  it('refuses anything that could name somebody: filled-in addresses, queries, paths of other sites', async () => {
    const cookie = await choose(true);
    for (const item of [
      { dimension: 'page', value: '/w/batik-sari/inbox' },
      { dimension: 'page', value: '/w/$slug/inbox?view=mine' },
      { dimension: 'feature', value: 'contact.ctc_1' },
      { dimension: 'referrer', value: 'https://search.example/?q=sari' },
      { dimension: 'referrer', value: 'https://sari@search.example' },
      { dimension: 'feature', value: 'note.written', who: 'sari' },
      { dimension: 'visit', value: '' },
    ])
      expect(await count({ cookie }, [item]), JSON.stringify(item)).toBe(400);
    expect(await stored()).toEqual([]);
  });

  it('loses none that come at the same moment', async () => {
    const cookie = await choose(true);
    const items = [
      { dimension: 'page', value: '/w/$slug/inbox' },
      { dimension: 'page', value: '/w/$slug/contacts' },
    ];
    await Promise.all(Array.from({ length: 24 }, (_, index) => count({ cookie }, index % 2 === 0 ? items : items.toReversed())));
    expect((await stored()).map((row) => row.browser_count)).toEqual([24, 24, 24, 24, 24]);
  });

  it('puts sites together when there are too many to be real', async () => {
    const cookie = await choose(true);
    await database.admin(
      `insert into usage_counts select 'month', '2026-11-01', 'referrer', 'https://s' || n || '.example', 1 from generate_series(1, 300) n`,
    );
    await count({ cookie }, [
      { dimension: 'referrer', value: 'https://s7.example' },
      { dimension: 'referrer', value: 'https://one-more.example' },
    ]);
    expect(await database.admin(`select value, browser_count from usage_counts where browser_count = 2 or value = 'other'`)).toEqual(
      expect.arrayContaining([
        { value: 'https://s7.example', browser_count: 2 },
        { value: 'other', browser_count: 1 },
      ]),
    );
  });
});

describe('the figures', () => {
  it('tell nothing about fewer than ten browsers', async () => {
    await database.admin(`insert into usage_counts values
      ('day', '2026-11-20', 'visit', '', 9), ('day', '2026-11-21', 'visit', '', 10),
      ('month', '2026-11-01', 'page', '/w/$slug/inbox', 10), ('month', '2026-11-01', 'page', '/w/$slug/reports', 9),
      ('month', '2026-11-01', 'referrer', 'https://intranet.example', 1), ('month', '2026-10-01', 'page', '/w/$slug/search', 40)`);
    const { statistics, text } = await figures();
    expect(statistics.days).toHaveLength(21);
    expect(statistics.days.slice(-2)).toEqual([
      { day: '2026-11-20', browsers: null },
      { day: '2026-11-21', browsers: 10 },
    ]);
    expect(statistics.months).toEqual(['2026-11', '2026-10']);
    expect(statistics.dimensions).toEqual([
      { dimension: 'page', rows: [{ value: '/w/$slug/inbox', browsers: 10 }], is_cut: true },
      { dimension: 'feature', rows: [], is_cut: false },
      { dimension: 'referrer', rows: [], is_cut: true },
      { dimension: 'browser', rows: [], is_cut: false },
      { dimension: 'system', rows: [], is_cut: false },
    ]);
    for (const hidden of ['reports', 'intranet', '9,', ':9']) expect(text).not.toContain(hidden);
  });

  it('are gone after 25 months', async () => {
    await database.admin(`insert into usage_counts values
      ('month', '2024-09-01', 'page', 'other', 50), ('month', '2024-10-01', 'page', 'other', 50), ('day', '2024-09-30', 'visit', '', 50)`);
    await pruneUsage(ctx);
    expect(await stored()).toHaveLength(1);
  });
});
