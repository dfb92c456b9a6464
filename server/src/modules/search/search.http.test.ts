import { PERMISSION_NAMES, type Permission, type SearchRequest } from '@kabar/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { createApp } from '#platform/http/app';
import type { RequestRecord } from '#platform/http/request-record';
import { newUuid, systemIds } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { EVERYBODY } from '../teams/index.ts';
import { searchRoutes } from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let app: FastifyInstance;
let permissions: ReadonlySet<Permission>;
const everything = new Set<Permission>(PERMISSION_NAMES);
/** What operators get to read: the record of each request, and every fault. */
const told: unknown[] = [];
const requests: RequestRecord[] = [];

beforeAll(async () => {
  world = await createMessageWorld(database);
  const audit = { clock: systemClock, ids: systemIds, keyring: world.keyring };
  app = await createApp(
    searchRoutes({ db: database.db, keyring: world.keyring, clock: systemClock, audit, viewerOf: async () => EVERYBODY }),
    {
      authenticator: {
        session: async () => null,
        apiKey: async () => ({
          kind: 'api_key',
          apiKeyId: newUuid(),
          sightMemberId: null,
          name: 'test',
          workspaceId: world.workspaceId,
          isClosing: false,
          permissions,
        }),
      },
      newUuid,
      trustedProxies: [],
      ownOrigins: [],
      bodyLimitBytes: 100_000,
      dashboardDir: null,
      version: '0.0.0',
      https: false,
      strictResponses: true,
      report: (error) => told.push(error),
      onRequestDone: (record) => requests.push(record),
    },
  );
});
afterAll(async () => {
  await app.close();
  await world.close();
});

async function post(path: string, body: Partial<SearchRequest> | object, may: ReadonlySet<Permission> = everything) {
  permissions = may;
  const answer = await app.inject({ method: 'POST', url: path, headers: { authorization: 'Bearer key' }, payload: body });
  return { status: answer.statusCode, body: answer.json<{ error?: { code: string } } & Record<string, unknown>>(), text: answer.body };
}

const without = (...gone: Permission[]): ReadonlySet<Permission> => new Set(PERMISSION_NAMES.filter((name) => !gone.includes(name)));

describe('searching over HTTP', () => {
  it('answers the empty inbox', async () => {
    expect(await post('/v1/search', { q: 'halo' })).toMatchObject({
      status: 200,
      body: { messages: [], contacts: [], next_cursor: null, more: false, indexing: false },
    });
    expect(await post('/v1/search/quick', { q: 'halo' })).toMatchObject({
      status: 200,
      body: { conversations: [], contacts: [], templates: [] },
    });
  });

  it('refuses what is too long, of another kind, or not a cursor of ours', async () => {
    for (const body of [
      { q: 'x'.repeat(10_000) },
      {},
      { q: 'x', in: 'elsewhere' },
      { q: 'x', number_id: 'msg_0' },
      { q: 'x', limit: 51 },
      { q: 'x', more: 1 },
    ]) {
      expect((await post('/v1/search', body)).status).toBe(400);
    }
    for (const cursor of ['x', 'bnVsbA', Buffer.from('["1"]').toString('base64url'), Buffer.from('[1e300]').toString('base64url')]) {
      expect((await post('/v1/search', { q: 'halo', in: 'messages', cursor })).body.error?.code).toBe('cursor_invalid');
    }
  });

  it('leaves out contacts and templates for those who may not see them', async () => {
    expect((await post('/v1/search', { q: 'halo', in: 'contacts' }, without('contacts:read'))).body.error?.code).toBe('permission_denied');
    expect((await post('/v1/search', { q: 'halo' }, without('conversations:read'))).status).toBe(403);
    await world.template('halo_promo');
    expect((await post('/v1/search/quick', { q: 'promo' })).body['templates']).toHaveLength(1);
    expect((await post('/v1/search/quick', { q: 'promo' }, without('templates:read'))).body['templates']).toEqual([]);
  });

  it('tells operators nothing of what was searched for', async () => {
    const canary = 'kenari7345';
    for (const body of [
      { q: canary },
      { q: `"${canary} sari"` },
      { q: canary, cursor: canary },
      { q: canary, in: canary },
      { q: canary.repeat(900) },
    ]) {
      const answer = await post('/v1/search', body);
      if (answer.status !== 200) expect(answer.text).not.toContain(canary);
      await post('/v1/search/quick', body);
    }
    expect(requests.length).toBeGreaterThan(5);
    expect(JSON.stringify([requests, told.map(String)])).not.toContain(canary);
    for (const { name } of await database.admin<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
    )) {
      expect(await database.admin(`select 1 from ${name} t where t::text like $1 limit 1`, [`%${canary}%`]), name).toEqual([]);
    }
  });

  it('has the index made anew, on record', async () => {
    expect(await post('/v1/search/rebuild', {}, without('workspace:write'))).toMatchObject({ status: 403 });
    expect(await post('/v1/search/rebuild', {})).toMatchObject({ status: 202, body: { indexing: true } });
    expect(
      await database.admin(`select 1 from audit_events where workspace_id = $1 and action = 'search_index.rebuilt'`, [world.workspaceId]),
    ).toHaveLength(1);
    expect((await post('/v1/search', { q: 'halo' })).body['indexing']).toBe(true);
    expect(await database.admin('select 1 from search_progress where workspace_id = $1 and is_emptying', [world.workspaceId])).toHaveLength(
      1,
    );
  });
});
