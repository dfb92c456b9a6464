import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '#platform/db/tx';
import { systemIds } from '#platform/ids';
import { silentLog } from '#platform/log';
import { createCollaborationWorld, uuidOf, type CollaborationWorld } from '../../../../test/collaboration-world.ts';
import { useTestDatabase } from '../../../../test/harness.ts';
import { BY_SYSTEM } from '../entries/append-entries.ts';
import { changeConversations, type ChangeOrder } from '../work/change-work.ts';
import { wakeSnoozed } from '../work/wake-snoozed.ts';

const database = useTestDatabase();
let world: CollaborationWorld;

beforeAll(async () => {
  world = await createCollaborationWorld(database);
});
beforeEach(() => database.admin('delete from notifications'));
afterAll(() => world.close());

async function change(order: Pick<ChangeOrder, 'conversationIds' | 'change'> & Partial<ChangeOrder>): Promise<void> {
  const { workspaceId } = world.mine;
  const deps = { clock: world.people.clock, ids: systemIds };
  await withTenant(database.db, workspaceId, (tx) => changeConversations(tx, deps, { workspaceId, by: BY_SYSTEM, ...order }));
}

function told(): Promise<{ memberId: string; kind: string; data: unknown }[]> {
  return database.admin('select member_id as "memberId", kind, data from notifications order by id');
}

const some = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, async () => uuidOf(await world.conversation())));

describe('handing over', () => {
  it('tells the new assignee once, and not who took it themselves', async () => {
    const { agent, manager } = world.mine.members;
    const [id = ''] = await some(1);
    const assign = { conversationIds: [id], change: { assigneeId: agent.memberId } };
    await change({ ...assign, by: { kind: 'member', id: manager.memberId } });
    await change({ ...assign, by: { kind: 'member', id: manager.memberId } });
    expect(await told()).toEqual([{ memberId: agent.memberId, kind: 'assigned', data: {} }]);
    await change({ conversationIds: [id], change: { assigneeId: manager.memberId }, by: { kind: 'member', id: manager.memberId } });
    expect(await told()).toHaveLength(1);
  });

  it('tells of many at once as one', async () => {
    const { agent } = world.mine.members;
    await change({ conversationIds: await some(5), change: { assigneeId: agent.memberId } });
    expect(await told()).toEqual([{ memberId: agent.memberId, kind: 'assigned', data: { count: '5' } }]);
  });

  it('tells those of a team who see what it is given', async () => {
    const { agent, manager } = world.mine.members;
    const teamId = systemIds.uuid();
    await database.admin(`insert into teams (workspace_id, id, name, created_at) values ($1, $2, 'Tim', now())`, [
      world.mine.workspaceId,
      teamId,
    ]);
    for (const { memberId } of [agent, manager])
      await database.admin('insert into team_members (workspace_id, team_id, member_id) values ($1, $2, $3)', [
        world.mine.workspaceId,
        teamId,
        memberId,
      ]);
    const [first = '', second = ''] = await some(2);
    await change({ conversationIds: [first], change: { teamId } });
    expect(new Set((await told()).map(({ memberId }) => memberId))).toEqual(new Set([agent.memberId, manager.memberId]));
    await database.admin('delete from notifications');
    await world.letAgentsSee('assigned');
    await change({ conversationIds: [second], change: { teamId } });
    expect(await told()).toMatchObject([{ memberId: manager.memberId, kind: 'team_assigned' }]);
    await world.letAgentsSee('everything');
  });

  it('tells the assignee when a snoozed conversation is back', async () => {
    const { agent } = world.mine.members;
    const [id = '', nobodys = ''] = await some(2);
    await database.admin(`update conversations set status = 'snoozed', snoozed_until = $2 where id = any($1)`, [
      [id, nobodys],
      new Date(world.people.clock.now().getTime() - 1_000),
    ]);
    await database.admin('update conversations set assignee_id = $2 where id = $1', [id, agent.memberId]);
    await wakeSnoozed({ db: database.db, clock: world.people.clock, ids: systemIds, log: silentLog });
    expect(await told()).toEqual([{ memberId: agent.memberId, kind: 'snooze_woken', data: {} }]);
  });
});
