import { AutomaticReading, AutomaticReadings, DataMap, RecordOfProcessing } from '@kabar/contract';
import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestKey, createTestPeople, createTestTenant, testOrigin, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { createApp } from '../../platform/http/app.ts';
import { systemIds } from '../../platform/ids.ts';
import { catalogue } from '../../roles/personal-data.ts';
import { createSettingsMemory, isReadingWords, switchWordReading } from '../consent/index.ts';
import { isSearchingMessages, switchSearchInMessages } from '../search/index.ts';
import { getWorkspace } from '../workspaces/index.ts';
import { dataCatalogueRoutes, recipientOf } from './index.ts';

const database = useTestDatabase();
let people: TestPeople;
let mine: TestTenant;
let other: TestTenant;
let app: FastifyInstance;
const faults: unknown[] = [];
const enqueued: string[] = [];

beforeAll(async () => {
  people = await createTestPeople(database);
  mine = await createTestTenant(people, 'Toko "Melati" <b>');
  other = await createTestTenant(people, 'Toko Lain');
  app = await createApp(
    dataCatalogueRoutes({
      catalogue,
      clock: people.ctx.clock,
      nameOfWorkspace: async (workspaceId) => (await getWorkspace(people.workspaces, workspaceId)).name,
      recipientsOf: async () => [
        recipientOf({ name: 'Carrier', purposes: ['messaging'], data: ['message_content'], region: 'SG', mechanisms: ['adequacy'] }, []),
      ],
      switches: {
        'consent.words': {
          isOn: (workspaceId) => isReadingWords(people.ctx, workspaceId),
          set: (actor, isOn) => switchWordReading({ ...people.ctx, settings: createSettingsMemory(people.ctx.db) }, actor, isOn),
        },
        'search.messages': {
          isOn: (workspaceId) => isSearchingMessages(people.ctx.db, workspaceId),
          set: (actor, isOn) =>
            switchSearchInMessages(
              {
                ...people.ctx,
                jobs: {
                  enqueue: (_, { name }) => {
                    enqueued.push(name);
                    return Promise.resolve(true);
                  },
                },
              },
              actor,
              isOn,
            ),
        },
      },
      operatorChoices: { 'media.scan': false },
      periodsOf: async (workspaceId) => new Map(workspaceId === mine.workspaceId ? [['message_content', 'P30D']] : []),
    }),
    {
      authenticator: people.authenticator,
      newUuid: systemIds.uuid,
      trustedProxies: [],
      ownOrigins: [testOrigin],
      bodyLimitBytes: 100_000,
      dashboardDir: null,
      version: '0.0.0',
      https: false,
      strictResponses: true,
      report: (error) => faults.push(error),
      onRequestDone: () => undefined,
    },
  );
});
afterAll(async () => {
  await app.close();
  if (faults.length > 0) throw new AggregateError(faults, 'requests ran into faults of ours');
});

const get = (url: string, headers: Record<string, string> = mine.members.manager.headers) => app.inject({ method: 'GET', url, headers });

describe('the data map, happy', () => {
  it('lists every table of the database and narrows to what was asked for', async () => {
    const response = await get('/v1/privacy/data-map');
    expect(response.statusCode).toBe(200);
    const all = DataMap.parse(response.json()).data;
    const tables = await database.admin<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    expect(new Set(all.filter(({ place }) => place === 'table').map(({ name }) => name))).toEqual(new Set(tables.map(({ name }) => name)));
    const found = DataMap.parse((await get('/v1/privacy/data-map?q=pesan&whose=contact&place=table')).json()).data;
    expect(found.map(({ name }) => name)).toContain('messages');
    expect(found.length).toBeLessThan(all.length);
  });

  it('makes the record from the policy and the name of this workspace', async () => {
    const record = RecordOfProcessing.parse((await get('/v1/privacy/record-of-processing')).json());
    expect(record.workspace).toBe('Toko "Melati" <b>');
    const messaging = record.activities.find(({ purpose, role }) => purpose === 'messaging' && role === 'processor');
    expect(messaging?.recipients).toEqual(['Carrier']);
    expect(record.measures.length).toBeGreaterThan(3);
    const theirs = RecordOfProcessing.parse((await get('/v1/privacy/record-of-processing', other.members.owner.headers)).json());
    expect(theirs.workspace).toBe('Toko Lain');
  });

  it('hands it out as JSON, as a table and as a page that runs nothing', async () => {
    const json = await get('/v1/privacy/record-of-processing/file?format=json');
    expect(RecordOfProcessing.parse(JSON.parse(json.body)).activities.length).toBeGreaterThan(5);
    const csv = await get('/v1/privacy/record-of-processing/file?format=csv&language=id');
    expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="record-of-processing-\d{4}-\d\d-\d\d\.csv"$/);
    const lines = parse(csv.body, { bom: true });
    expect(lines[0]?.[0]).toBe('Tujuan');
    expect(lines.map(([purpose]) => purpose)).toContain('Berbicara dengan pelanggan');
    const html = await get('/v1/privacy/record-of-processing/file?language=hi');
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html.headers['content-security-policy']).toContain("default-src 'none'");
    expect(html.body).toContain('<html lang="hi">');
    expect(html.body).toContain('Toko &#34;Melati&#34; &#60;b&#62;');
    expect(html.body).not.toContain('<script');
  });
});

const put = (key: string, payload: object, headers: Record<string, string> = mine.members.admin.headers) =>
  app.inject({ method: 'PUT', url: '/v1/privacy/readings', headers, payload: { key, ...payload } });
const readingsOf = async (tenant: TestTenant) =>
  new Map(
    AutomaticReadings.parse((await get('/v1/privacy/readings', tenant.members.manager.headers)).json()).data.map((one) => [one.key, one]),
  );

describe('automated readings, happy', () => {
  it('lists what the program reads, with whether it is on', async () => {
    const readings = await readingsOf(mine);
    expect(readings.get('consent.words')).toMatchObject({ control: 'here', is_on: true, starts: 'by_itself' });
    expect(readings.get('messages.sending')).toMatchObject({ control: 'fixed', where: 'whatsapp', is_on: true });
    expect(readings.get('media.scan')).toMatchObject({ control: 'operator', is_on: false });
    expect(readings.get('service-levels.ratings')).toMatchObject({ control: 'settings', settings: 'satisfaction', is_on: null });
    expect([...readings.values()].filter(({ control, warning }) => control === 'here' && warning === null)).toEqual([]);
  });

  it.each(['consent.words', 'search.messages'])('switches %s off and on, for this workspace alone, and writes it down', async (key) => {
    const off = await put(key, { is_on: false, understood: true });
    expect(off.statusCode).toBe(200);
    expect(AutomaticReading.parse(off.json())).toMatchObject({ key, is_on: false });
    expect((await readingsOf(mine)).get(key)?.is_on).toBe(false);
    expect((await readingsOf(other)).get(key)?.is_on).toBe(true);
    expect((await put(key, { is_on: false, understood: true })).statusCode).toBe(200);
    expect((await put(key, { is_on: true })).statusCode).toBe(200);
    const acts = await database.admin<{ action: string }>(
      `select action from audit_events where workspace_id = $1 and action = any ($2) order by seq`,
      [
        mine.workspaceId,
        key === 'consent.words' ? ['consent_settings.updated'] : ['search_in_messages.switched_off', 'search_in_messages.switched_on'],
      ],
    );
    expect(acts).toHaveLength(2);
  });

  it('begins at once to empty the index of words, and to fill it again', async () => {
    enqueued.length = 0;
    await put('search.messages', { is_on: false, understood: true });
    expect(enqueued).toEqual(['search.backfill']);
    await put('search.messages', { is_on: false, understood: true });
    expect(enqueued).toHaveLength(1);
    await put('search.messages', { is_on: true });
    expect(enqueued).toHaveLength(2);
  });
});

describe('automated readings, refusals', () => {
  it('wants the warning understood before something is switched off', async () => {
    const answer = await put('consent.words', { is_on: false });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: 'validation_failed', details: { issues: [{ path: 'body.understood' }] } } });
    expect((await readingsOf(mine)).get('consent.words')?.is_on).toBe(true);
  });

  it('refuses what is not switched here, and what is not there', async () => {
    expect((await put('intake.deliveries', { is_on: false, understood: true })).json()).toMatchObject({
      error: { code: 'validation_failed' },
    });
    expect((await put('service-levels.ratings', { is_on: false, understood: true })).statusCode).toBe(400);
    expect((await put('crystal.ball', { is_on: false, understood: true })).statusCode).toBe(404);
  });
});

describe('automated readings, security', () => {
  it('are seen by who looks after privacy and switched by admins in person', async () => {
    expect((await get('/v1/privacy/readings', mine.members.agent.headers)).statusCode).toBe(403);
    expect((await put('search.messages', { is_on: false, understood: true }, mine.members.manager.headers)).statusCode).toBe(403);
    expect((await readingsOf(mine)).get('search.messages')?.is_on).toBe(true);
  });
});

describe('the data map, refusals', () => {
  it('refuses words that are no filter', async () => {
    for (const query of ['whose=everybody', 'purpose=spying', 'place=cloud']) {
      expect((await get(`/v1/privacy/data-map?${query}`)).statusCode, query).toBe(400);
    }
    expect((await get('/v1/privacy/record-of-processing/file?format=exe')).statusCode).toBe(400);
  });
});

describe('the data map, security', () => {
  it('is for whoever may look after privacy', async () => {
    for (const path of ['data-map', 'record-of-processing', 'record-of-processing/file']) {
      expect((await get(`/v1/privacy/${path}`, mine.members.agent.headers)).statusCode, path).toBe(403);
      expect((await get(`/v1/privacy/${path}`, {})).statusCode, path).toBe(401);
    }
    const { key } = await createTestKey(people, mine, ['messages:read']);
    expect((await get('/v1/privacy/data-map', { authorization: `Bearer ${key}` })).statusCode).toBe(403);
  });
});
