import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newUuid, toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createInboxWorld, type InboxWorld } from '../../../test/inbox-world.ts';

const database = useTestDatabase();
let world: InboxWorld;

beforeAll(async () => {
  world = await createInboxWorld(database);
});
afterAll(() => world.close());

const create = (body: object) => world.call('manager', 'POST', '/v1/teams', body);
const audited = (): Promise<{ action: string }[]> =>
  database.admin('select action from audit_events where workspace_id = $1 order by seq', [world.tenant.workspaceId]);

it('a team has members and numbers, changes and goes, with every step in the audit log', async () => {
  const numberId = await world.number();
  const { status, body } = await create({ name: 'Penjualan', member_ids: [world.memberId('agent')], number_ids: [numberId] });
  expect([status, body]).toMatchObject([201, { name: 'Penjualan', member_ids: [world.memberId('agent')], number_ids: [numberId] }]);
  const path = `/v1/teams/${String(body['id'])}`;
  const changed = await world.call('manager', 'PATCH', path, { member_ids: [] });
  expect(changed.body).toMatchObject({ name: 'Penjualan', member_ids: [], number_ids: [numberId] });
  await world.call('manager', 'PATCH', path, { member_ids: [], name: 'Penjualan' });
  expect((await world.call('agent', 'GET', '/v1/teams')).body.data).toHaveLength(1);
  expect((await world.call('agent', 'DELETE', path)).status).toBe(403);
  expect((await world.call('manager', 'DELETE', path)).status).toBe(204);
  expect((await world.call('manager', 'GET', path)).status).toBe(404);
  expect((await audited()).map((row) => row.action).filter((action) => action.startsWith('team.'))).toEqual([
    'team.created',
    'team.changed',
    'team.deleted',
  ]);
});

it('a name is there once, in whatever case', async () => {
  await create({ name: 'Dukungan' });
  const { body } = await create({ name: 'Lain' });
  expect((await create({ name: 'DUKUNGAN' })).status).toBe(409);
  expect((await world.call('manager', 'PATCH', `/v1/teams/${String(body['id'])}`, { name: 'dukungan' })).status).toBe(409);
  expect((await world.call('manager', 'PATCH', `/v1/teams/${String(body['id'])}`, { name: 'LAIN' })).body['name']).toBe('LAIN');
});

it.each([{ member_ids: [toPublicId(ID_PREFIXES.member, newUuid())] }, { number_ids: [toPublicId(ID_PREFIXES.number, newUuid())] }])(
  'whom or what the workspace does not have is not found: %j',
  async (parts) => {
    expect((await create({ name: `Tim ${newUuid()}`, ...parts })).status).toBe(404);
  },
);

it('the rule is everything until somebody sets another', async () => {
  const get = async (): Promise<unknown> => (await world.call('agent', 'GET', '/v1/visibility')).body['agents_see'];
  expect(await get()).toBe('everything');
  expect((await world.call('agent', 'PUT', '/v1/visibility', { agents_see: 'assigned' })).status).toBe(403);
  await world.call('manager', 'PUT', '/v1/visibility', { agents_see: 'assigned' });
  await world.call('manager', 'PUT', '/v1/visibility', { agents_see: 'assigned' });
  expect(await get()).toBe('assigned');
  expect((await audited()).filter((row) => row.action === 'visibility.changed')).toHaveLength(1);
});

it('a viewer is who they are: all for a manager, limited for an agent, and at once after a change', async () => {
  const { workspaceId, members } = world.tenant;
  await world.call('manager', 'PUT', '/v1/visibility', { agents_see: 'everything' });
  expect(await world.viewers.ofMember(workspaceId, members.agent.memberId)).toEqual({ kind: 'all' });
  const numberId = await world.number();
  const { body } = await create({ name: 'Tertutup', number_ids: [numberId] });
  expect(await world.viewers.ofMember(workspaceId, members.agent.memberId)).toMatchObject({
    kind: 'some',
    agentsSee: 'everything',
    teamIds: [],
  });
  await world.call('manager', 'PATCH', `/v1/teams/${String(body['id'])}`, { member_ids: [world.memberId('agent')] });
  expect(await world.viewers.ofMember(workspaceId, members.agent.memberId)).toEqual({ kind: 'all' });
});
