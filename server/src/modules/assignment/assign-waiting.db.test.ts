import type { AssignmentRule, Permission } from '@kabar/contract';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { assignConversation } from '#modules/conversations';
import { systemClock } from '#platform/clock';
import { withEngine } from '#platform/db/tx';
import { systemIds } from '#platform/ids';
import { createHolderId } from '#platform/leases/lease';
import { silentLog } from '#platform/log';
import { createAutomationWorld, type AutomationWorld } from '../../../test/automation-world.ts';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { assignWaiting } from './assign-waiting.ts';
import { createAssignmentEngine } from './assignment-engine.ts';
import { noteSilentMembers, reportPresence } from './report-presence.ts';

const database = useTestDatabase();
const worlds: AutomationWorld[] = [];
let world: AutomationWorld;
const deps = () => ({ db: database.db, clock: systemClock, ids: systemIds });

beforeEach(async () => {
  world = await newWorld();
});
afterAll(async () => {
  await Promise.all(worlds.map((one) => one.close()));
});

async function newWorld(): Promise<AutomationWorld> {
  const made = await createAutomationWorld(database, systemClock);
  worlds.push(made);
  return made;
}

async function rule(on: AutomationWorld, more: Partial<AssignmentRule> = {}): Promise<void> {
  const set: AssignmentRule = {
    mode: 'round_robin',
    max_open: null,
    roles: ['agent'],
    only_online: true,
    only_within_working_hours: true,
    reassign_when_offline: false,
    ...more,
  };
  await database.admin('insert into assignment_rules (workspace_id, team_id, rule, updated_at) values ($1, null, $2, now())', [
    on.workspaceId,
    set,
  ]);
}

let phone = 0;
async function customers(on: AutomationWorld, count: number): Promise<{ contactId: string; conversationId: string }[]> {
  const made = [];
  for (let n = 0; n < count; n += 1) {
    phone += 1;
    const who = await on.customer(`62812000${String(10_000 + phone)}`);
    await on.says(who, new Date());
    made.push(who);
  }
  return made;
}

async function assigned(on: AutomationWorld): Promise<Map<string | null, number>> {
  const rows = await database.admin<{ id: string | null; count: number }>(
    'select assignee_id as id, count(*)::int as count from conversations where workspace_id = $1 group by 1',
    [on.workspaceId],
  );
  return new Map(rows.map((row) => [row.id, row.count]));
}

async function comesOnline(on: AutomationWorld, who: { userId: string; memberId: string }): Promise<void> {
  const actor = {
    kind: 'user',
    workspaceId: on.workspaceId,
    ...who,
    role: 'agent',
    name: 'Ani',
    email: 'ani@example.com',
    isLimited: false,
    sessionId: who.userId,
    permissions: new Set<Permission>(),
  } as const;
  await reportPresence(deps(), actor, {});
}

it('gives each conversation to one member, in even shares, when several processes and a person want them at once', async () => {
  await rule(world);
  const members = await Promise.all([world.member(), world.member(), world.member()]);
  const person = await world.member({ role: 'manager' });
  const open = await customers(world, 61);
  const taken = open[30]?.conversationId ?? '';
  await Promise.all([
    ...Array.from({ length: 4 }, () => assignWaiting(deps(), world.workspaceId)),
    withEngine(database.db, 'test', (tx) =>
      assignConversation(tx, deps(), { workspaceId: world.workspaceId, conversationId: taken, assigneeId: person.memberId }),
    ),
  ]);
  const shares = await assigned(world);
  expect(shares.get(null)).toBeUndefined();
  const counts = members.map(({ memberId }) => shares.get(memberId) ?? 0);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  const entries = await database.admin(`select 1 from conversation_entries where workspace_id = $1 and kind = 'assigned'`, [
    world.workspaceId,
  ]);
  expect(entries).toHaveLength(61);
});

it('gives the oldest first and nobody more than the most they may have', async () => {
  await rule(world, { mode: 'by_load', max_open: 2 });
  const { memberId } = await world.member();
  const open = await customers(world, 4);
  await database.admin(`update conversations set waiting_since = now() - interval '1 hour' where id = $1`, [open[3]?.conversationId]);
  expect(await assignWaiting(deps(), world.workspaceId)).toBe(2);
  const rows = await database.admin<{ id: string }>('select id from conversations where assignee_id = $1', [memberId]);
  expect(new Set(rows.map((row) => row.id))).toEqual(new Set([open[3]?.conversationId, open[0]?.conversationId]));
});

it('leaves conversations of another workspace alone', async () => {
  const other = await newWorld();
  await rule(world);
  await world.member();
  await other.member();
  await customers(other, 2);
  await customers(world, 1);
  await assignWaiting(deps(), world.workspaceId);
  expect((await assigned(other)).get(null)).toBe(2);
  expect(await assignWaiting(deps(), other.workspaceId)).toBe(0);
});

it('hands out who waits as soon as a member comes online, and what comes back to somebody absent', async () => {
  await rule(world, { reassign_when_offline: true });
  const absent = await world.member({ presence: 'offline' });
  const [first, second] = await customers(world, 2);
  if (first === undefined || second === undefined) throw new Error('two were made');
  const engine = createAssignmentEngine({
    ...deps(),
    log: silentLog,
    notifications: world.notifications,
    holder: createHolderId(),
    roundMs: 3_600_000,
  });
  await database.admin(`update conversations set assignee_id = $1, status = 'resolved', waiting_since = null where id = $2`, [
    absent.memberId,
    second.conversationId,
  ]);
  engine.start();
  try {
    await waitFor(
      'the reader to begin',
      async () => (await database.admin(`select 1 from event_consumers where name = 'assignment'`)).length > 0,
    );
    const present = await world.member({ presence: 'offline' });
    await comesOnline(world, present);
    await waitFor('the one who waits', async () => (await assigned(world)).get(present.memberId) === 1);
    await world.says(second, new Date());
    await waitFor('the one who came back', async () => (await assigned(world)).get(present.memberId) === 2);
  } finally {
    await engine.stop();
  }
});

it('holds nobody for online whose dashboard fell silent', async () => {
  await rule(world);
  const { memberId } = await world.member();
  await database.admin(`update member_presence set last_seen_at = now() - interval '61 seconds' where member_id = $1`, [memberId]);
  await customers(world, 1);
  expect(await assignWaiting(deps(), world.workspaceId)).toBe(0);
  await noteSilentMembers(deps());
  const [row] = await database.admin<{ announced: string }>('select announced from member_presence where member_id = $1', [memberId]);
  expect(row?.announced).toBe('offline');
});

it('leaves conversations of people alone whose data is only stored, or who object to what works by itself', async () => {
  await rule(world);
  await world.member();
  const [restricted, objecting] = await customers(world, 3);
  await database.admin('update contacts set restricted_at = now() where id = $1', [restricted?.contactId]);
  await database.admin(
    `insert into consent_states (workspace_id, contact_id, purpose, state, source, record_id, since)
     values ($1, $2, 'automation', 'objected', 'form', gen_random_uuid(), now())`,
    [world.workspaceId, objecting?.contactId],
  );
  expect(await assignWaiting(deps(), world.workspaceId)).toBe(1);
  const rows = await database.admin<{ id: string }>('select id from conversations where workspace_id = $1 and assignee_id is null', [
    world.workspaceId,
  ]);
  expect(new Set(rows.map((row) => row.id))).toEqual(new Set([restricted?.conversationId, objecting?.conversationId]));
});
