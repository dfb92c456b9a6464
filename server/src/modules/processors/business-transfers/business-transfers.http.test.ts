import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemIds } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createOperatorWorld, type OperatorApp, type OperatorWorld } from '../../../../test/operator-world.ts';
import { businessTransferRoutes } from './routes.ts';

const database = useTestDatabase();
let world: OperatorWorld;
let app: OperatorApp;

beforeAll(async () => {
  world = await createOperatorWorld(database);
  const { people, gate, mails, notifications, db } = world;
  app = await world.serve(
    businessTransferRoutes({
      db,
      clock: people.clock,
      ids: systemIds,
      log: silentLog,
      audit: people.ctx.audit,
      notifications,
      mails,
      gate,
      homeRegion: 'ID',
      publicUrl: 'https://kabar.example',
      operators: [],
      configured: { recipients: [], mayEnd: true },
    }),
  );
});
afterAll(() => world.close());

const body = {
  kind: 'acquisition',
  successor_name: 'Nusantara Pesan',
  successor_contact: 'privacy@example.org',
  successor_terms: 'The privacy notice as it stands, for at least two years',
  takes_effect_on: '2026-01-01',
};
const call = (method: 'GET' | 'POST', path: string, payload?: object) =>
  app.call(world.operator, method, `/v1/operator/business-transfers${path}`, payload);
const banner = async () => (await app.call(world.mine.members.agent, 'GET', '/v1/business-transfer')).body['transfer'];

it('is nothing without terms that bind the successor, in the contract and in the database', async () => {
  const { successor_terms: _, ...without } = body;
  expect((await call('POST', '', without)).status).toBe(400);
  await expect(
    database.admin(`insert into business_transfers (id, kind, successor_name, successor_contact, successor_terms, takes_effect_on, status, created_at)
                    values (gen_random_uuid(), 'sale', 'x', 'y', '', now(), 'planned', now())`),
  ).rejects.toMatchObject({ code: '23514' });
});

it('is told to every owner before and after, each once, and to everybody by a banner', async () => {
  const { id } = (await call('POST', '', body)).body;
  expect((await call('POST', '', body)).body.error.code).toBe('conflict');
  expect(await banner()).toBeNull();
  expect((await call('POST', `/${String(id)}/complete`)).body.error.code).toBe('conflict');
  expect((await call('POST', `/${String(id)}/announce`)).body).toMatchObject({
    status: 'announced',
    notices: [{ stage: 'before', owner_count: 2 }],
  });
  await call('POST', `/${String(id)}/announce`);
  const owners = [world.mine.members.owner.email, world.other.members.owner.email].toSorted();
  expect(world.mails.sent.map(({ to }) => to).toSorted()).toEqual(owners);
  expect(world.mails.sent[0]?.text).toContain(body.successor_terms);
  expect(await banner()).toMatchObject({ successor_name: 'Nusantara Pesan', status: 'announced' });
  world.people.clock.advance(3_600_000);
  await database.admin('update user_sessions set proved_at = $1', [world.people.clock.now()]); // the operator confirmed once more
  expect((await call('POST', `/${String(id)}/complete`)).body).toMatchObject({
    status: 'completed',
    notices: [
      { stage: 'before', owner_count: 2 },
      { stage: 'after', owner_count: 2 },
    ],
  });
  expect(world.mails.sent).toHaveLength(4);
  expect(await banner()).toMatchObject({ status: 'completed' });
});

it('cannot be done before its day, and may be taken back, which is told too', async () => {
  world.mails.sent.length = 0;
  const { id } = (await call('POST', '', { ...body, takes_effect_on: '2099-01-01' })).body;
  await call('POST', `/${String(id)}/announce`);
  expect((await call('POST', `/${String(id)}/complete`)).body.error.code).toBe('conflict');
  expect((await call('POST', `/${String(id)}/cancel`)).body).toMatchObject({ status: 'cancelled' });
  expect(world.mails.sent.filter(({ subject }) => subject.includes('does not take over'))).toHaveLength(2);
  expect((await app.call(world.mine.members.owner, 'GET', '/v1/operator/business-transfers')).status).toBe(403);
});
