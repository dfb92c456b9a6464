import { WEEKDAYS, type AwayMessage } from '@kabar/contract';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createManualClock, systemClock, type ManualClock } from '#platform/clock';
import { createHolderId } from '#platform/leases/lease';
import { silentLog } from '#platform/log';
import { createAutomationWorld, type AutomationWorld, type TestConversation } from '../../../test/automation-world.ts';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { answerWhenAway, createAwayAnswers, type AwayDeps } from './answer-when-away.ts';

const database = useTestDatabase();
const worlds: AutomationWorld[] = [];
let clock: ManualClock;
let world: AutomationWorld;

/** Monday 2026-11-23, 20:00 in Jakarta: closed since 17:00, open again on Tuesday at 09:00. */
const evening = new Date('2026-11-23T13:00:00Z');
const hour = 3_600_000;
const later = (hours: number): Date => new Date(evening.getTime() + hours * hour);

beforeEach(async () => {
  clock = createManualClock(evening);
  world = await newWorld();
});
afterAll(async () => {
  await Promise.all(worlds.map((one) => one.close()));
});

async function newWorld(more: Partial<AwayMessage> = {}): Promise<AutomationWorld> {
  const made = await createAutomationWorld(database, clock);
  worlds.push(made);
  const settings: AwayMessage = {
    enabled: true,
    text: 'Buka lagi {{next_opening}}.',
    language: 'id',
    translations: {},
    min_hours_between: 1,
    says_automatic: true,
    ...more,
  };
  const schedule = {
    mode: 'weekly',
    time_zone: null,
    week: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '09:00', until: '17:00' }]])),
    exceptions: [],
  };
  await database.admin('insert into away_messages (workspace_id, number_id, settings, updated_at) values ($1, null, $2, now())', [
    made.workspaceId,
    settings,
  ]);
  await database.admin('insert into working_hours (workspace_id, number_id, schedule, updated_at) values ($1, null, $2, now())', [
    made.workspaceId,
    schedule,
  ]);
  return made;
}

function depsOf(on: AutomationWorld): AwayDeps {
  return { db: database.db, keyring: on.keyring, clock, send: (message) => on.send(message) };
}

let phone = 0;
function customer(on: AutomationWorld): Promise<TestConversation> {
  phone += 1;
  return on.customer(`6281200002${String(phone).padStart(3, '0')}`);
}

async function sent(who: TestConversation): Promise<number> {
  return (
    await database.admin(`select 1 from messages where conversation_id = $1 and automatic_reason = 'away' and author_kind = 'system'`, [
      who.conversationId,
    ])
  ).length;
}

it('answers once in a closed time, however many messages come and however many processes read them', async () => {
  const who = await customer(world);
  const ids = [await world.says(who, later(-1)), await world.says(who, later(-0.5))];
  await Promise.all(Array.from({ length: 5 }, () => answerWhenAway(depsOf(world), world.workspaceId, ids)));
  clock.advance(6 * hour);
  await answerWhenAway(depsOf(world), world.workspaceId, [await world.says(who, later(5))]);
  expect(await sent(who)).toBe(1);
  const [row] = await database.admin<{ waiting: boolean }>('select waiting_since is not null as waiting from conversations where id = $1', [
    who.conversationId,
  ]);
  expect(row?.waiting).toBe(true);
});

it('answers again in the next closed time, but not before the pause is over', async () => {
  const patient = await newWorld({ min_hours_between: 48 });
  for (const [on, expected] of [
    [world, 2],
    [patient, 1],
  ] as const) {
    const who = await customer(on);
    clock = createManualClock(evening);
    await answerWhenAway(depsOf(on), on.workspaceId, [await on.says(who, evening)]);
    clock.advance(24 * hour);
    await answerWhenAway(depsOf(on), on.workspaceId, [await on.says(who, later(24))]);
    expect(await sent(who)).toBe(expected);
  }
});

it('is silent during the working hours, and about messages that waited until then', async () => {
  const who = await customer(world);
  const early = await world.says(who, evening);
  clock.advance(14 * hour);
  const open = await world.says(who, later(14));
  expect(await answerWhenAway(depsOf(world), world.workspaceId, [early, open])).toBe(0);
});

it('is silent to whoever stopped messages or is blocked, and while a person answers', async () => {
  const [stopped, blocked, answered, held] = [await customer(world), await customer(world), await customer(world), await customer(world)];
  const agent = await world.member();
  await world.answers(answered, agent);
  const ids = [];
  for (const who of [stopped, blocked, answered, held]) ids.push(await world.says(who, later(0.001)));
  await database.admin(
    `insert into consent_states (workspace_id, contact_id, purpose, state, source, record_id, since) values ($1, $2, 'marketing', 'withdrawn', 'agent', $2, now())`,
    [world.workspaceId, stopped.contactId],
  );
  await database.admin('update contacts set blocked_at = now() where id = $1', [blocked.contactId]);
  await database.admin(
    'insert into presence_locks (workspace_id, conversation_id, member_id, since, signed_at, expires_at) values ($1, $2, $3, $4, $4, $5)',
    [world.workspaceId, held.conversationId, agent.memberId, evening, later(1)],
  );
  expect(await answerWhenAway(depsOf(world), world.workspaceId, ids)).toBe(0);
});

it('speaks for its own workspace only', async () => {
  const other = await newWorld({ enabled: false });
  const [here, there] = [await customer(world), await customer(other)];
  const ids = [await world.says(here, evening), await other.says(there, evening)];
  expect(await answerWhenAway(depsOf(other), other.workspaceId, ids)).toBe(0);
  expect(await answerWhenAway(depsOf(world), world.workspaceId, ids)).toBe(1);
  expect([await sent(here), await sent(there)]).toEqual([1, 0]);
});

it('loses and doubles nothing when it dies before, between or after sending', async () => {
  const customers = await Promise.all(Array.from({ length: 6 }, () => customer(world)));
  const tries = new Map<string, number>();
  // All fail together and not one after the other, and the pauses after failures, which double, are short.
  const allSaid = Promise.withResolvers<void>();
  const answers = createAwayAnswers({
    ...depsOf(world),
    clock: { now: () => clock.now(), sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 20), signal) },
    send: async (message) => {
      await allSaid.promise;
      const tryNumber = (tries.get(message.key) ?? 0) + 1;
      tries.set(message.key, tryNumber);
      if (tryNumber === 1) throw new Error('died before it was accepted');
      const outcome = await world.send(message);
      if (tryNumber === 2) throw new Error('died after it was accepted');
      return outcome;
    },
    log: silentLog,
    notifications: world.notifications,
    holder: createHolderId(),
  });
  answers.start();
  try {
    await waitFor(
      'the reader to begin',
      async () => (await database.admin(`select 1 from event_consumers where name = 'automatic_replies'`)).length > 0,
    );
    for (const who of customers) await world.says(who, later(-0.5));
    allSaid.resolve();
    await waitFor('all answers', async () => (await Promise.all(customers.map(sent))).every((count) => count > 0));
    await waitFor('the last to be tried again', () => [...tries.values()].every((count) => count >= 3));
  } finally {
    allSaid.resolve();
    await answers.stop();
  }
  expect(await Promise.all(customers.map(sent))).toEqual(customers.map(() => 1));
});

it('is silent towards people whose data is only stored, and who object to what works by itself', async () => {
  const [restricted, objecting] = [await customer(world), await customer(world)];
  await database.admin('update contacts set restricted_at = now() where id = $1', [restricted.contactId]);
  await database.admin(
    `insert into consent_states (workspace_id, contact_id, purpose, state, source, record_id, since)
     values ($1, $2, 'automation', 'objected', 'form', gen_random_uuid(), now())`,
    [world.workspaceId, objecting.contactId],
  );
  await answerWhenAway(depsOf(world), world.workspaceId, [await world.says(restricted, evening), await world.says(objecting, evening)]);
  expect([await sent(restricted), await sent(objecting)]).toEqual([0, 0]);
});
