import { DataMap, RecordOfProcessing } from '@kabar/contract';
import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestKey, createTestPeople, createTestTenant, testOrigin, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { createApp } from '../../platform/http/app.ts';
import { systemIds } from '../../platform/ids.ts';
import { catalogue } from '../../roles/personal-data.ts';
import { getWorkspace } from '../workspaces/index.ts';
import { dataCatalogueRoutes, runningRecipients } from './index.ts';

const database = useTestDatabase();
let people: TestPeople;
let mine: TestTenant;
let other: TestTenant;
let app: FastifyInstance;
const faults: unknown[] = [];

beforeAll(async () => {
  people = await createTestPeople(database);
  mine = await createTestTenant(people, 'Toko "Melati" <b>');
  other = await createTestTenant(people, 'Toko Lain');
  app = await createApp(
    dataCatalogueRoutes({
      catalogue,
      clock: people.ctx.clock,
      nameOfWorkspace: async (workspaceId) => (await getWorkspace(people.workspaces, workspaceId)).name,
      recipientsOf: async () =>
        runningRecipients({ whatsappHost: 'graph.example', mailHost: null, storageHost: null, storageRegion: null }),
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
    expect(messaging?.recipients).toEqual(['WhatsApp (Meta), graph.example']);
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
