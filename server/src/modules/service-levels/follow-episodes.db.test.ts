import { RATING_SCORES, type SatisfactionSettings, type ServiceTargets } from '@kabar/contract';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { ratingButtonId } from '#modules/messages';
import { createManualClock, systemClock, type ManualClock } from '#platform/clock';
import { withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { createEventConsumer } from '#platform/events/event-consumer';
import { systemIds } from '#platform/ids';
import { createHolderId } from '#platform/leases/lease';
import { silentLog } from '#platform/log';
import { createAutomationWorld, type AutomationWorld, type TestConversation } from '../../../test/automation-world.ts';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { askSatisfaction } from './ask-satisfaction.ts';
import { checkEpisodes } from './episode-engine.ts';
import { followEpisodes } from './follow-episodes.ts';
import { moveEpisodes } from './move-episodes.ts';
import { listComments } from './report/list-comments.ts';
import { makeReport } from './report/make-report.ts';
import type { EpisodeDeps } from './service-levels-context.ts';

const database = useTestDatabase();
const worlds: AutomationWorld[] = [];
const start = new Date('2026-11-23T03:00:00Z');
const minute = 60_000;
let clock: ManualClock;
let world: AutomationWorld;
let agent: { userId: string; memberId: string };
let who: TestConversation;

beforeEach(async () => {
  clock = createManualClock(start);
  world = await newWorld();
  agent = await world.member();
  who = await world.customer('6281200003001');
});
afterAll(async () => {
  await Promise.all(worlds.map((one) => one.close()));
});

async function newWorld(): Promise<AutomationWorld> {
  const made = await createAutomationWorld(database, clock);
  worlds.push(made);
  const targets: ServiceTargets = { first_reply_minutes: 10, resolution_minutes: 60, clock: 'clock_time', warn_at_percent: 80 };
  const settings: SatisfactionSettings = {
    enabled: true,
    delay_minutes: 5,
    question: 'Bagaimana layanan kami?',
    labels: { good: 'Baik', okay: 'Cukup', bad: 'Buruk' },
    comment_question: 'Ceritakan lebih lanjut?',
  };
  await database.admin('insert into service_targets (workspace_id, targets, updated_at) values ($1, $2, now())', [
    made.workspaceId,
    targets,
  ]);
  await database.admin('insert into satisfaction_settings (workspace_id, settings, updated_at) values ($1, $2, now())', [
    made.workspaceId,
    settings,
  ]);
  return made;
}

function depsOf(on: AutomationWorld): EpisodeDeps {
  return { db: database.db, clock, ids: systemIds, keyring: on.keyring, log: silentLog, send: (message) => on.send(message) };
}

let consumerCount = 0;
/** Follows everything that happens until `work` is done. `breaks`: at which calls the transaction fails right before its end. */
async function following(work: () => Promise<void>, breaks: (call: number) => boolean = () => false): Promise<void> {
  consumerCount += 1;
  const name = `test_${consumerCount}`;
  let call = 0;
  const consumer = createEventConsumer({
    db: database.db,
    notifications: world.notifications,
    clock: systemClock,
    log: silentLog,
    holder: createHolderId(),
    name,
    pollMs: 20,
    batchSize: 3,
    handle: (batch) =>
      followEpisodes(depsOf(world), {
        ...batch,
        advance: async (tx) => {
          call += 1;
          await batch.advance(tx);
          if (breaks(call)) throw new Error('died before the commit');
        },
      }),
  });
  consumer.start();
  await waitFor(
    'the reader to begin',
    async () => (await database.admin('select 1 from event_consumers where name = $1', [name])).length > 0,
  );
  try {
    await work();
    await waitFor('everything to be read', async () => {
      const rows = await database.admin(
        `select 1 from events e join event_consumers c on c.name = $1 where (e.xid, e.seq) > (c.cursor_xid, c.cursor_seq) limit 1`,
        [name],
      );
      return rows.length === 0;
    });
  } finally {
    await consumer.stop();
  }
}

type Row = Record<string, unknown>;
async function episodes(on = world): Promise<Row[]> {
  return database.admin<Row>('select * from episodes where workspace_id = $1 order by opened_at', [on.workspaceId]);
}

async function dueOf(id: string): Promise<Row | undefined> {
  return (await database.admin<Row>('select due_at, due_kind from conversations where id = $1', [id]))[0];
}

const after = (minutes: number): Date => new Date(start.getTime() + minutes * minute);

it('neither follows nor counts people whose data is only stored', async () => {
  await database.admin('update contacts set restricted_at = now() where id = $1', [who.contactId]);
  await following(async () => {
    await world.says(who, clock.now());
  });
  expect(await episodes()).toEqual([]);
  expect(await database.admin('select 1 from message_counts where workspace_id = $1', [world.workspaceId])).toEqual([]);
});

it('counts every message and turn exactly once, although every second transaction breaks before its commit', async () => {
  await following(
    async () => {
      await world.says(who, start);
      clock.advance(4 * minute);
      await world.answers(who, agent);
      clock.advance(minute);
      await world.set(who, 'resolved', agent.memberId);
      await world.says(who, after(20));
    },
    (call) => call % 2 === 1,
  );
  expect(await episodes()).toMatchObject([
    { first_reply_seconds: 240, first_reply_by: agent.memberId, first_reply_met: true, resolution_seconds: 300, resolution_met: true },
    { first_reply_at: null, resolved_at: null },
  ]);
  const counts = await database.admin<{ kind: string; count: number }>(
    'select kind, sum(count)::int as count from message_counts where workspace_id = $1 group by kind order by kind',
    [world.workspaceId],
  );
  expect(counts).toEqual([
    { kind: 'in', count: 2 },
    { kind: 'out', count: 1 },
  ]);
  expect(await dueOf(who.conversationId)).toEqual({ due_at: after(30), due_kind: 'first_reply' });
});

it('warns, then notes the miss in the thread, each once, when several processes look', async () => {
  await following(() => world.says(who, start).then(() => undefined));
  expect(await dueOf(who.conversationId)).toEqual({ due_at: after(10), due_kind: 'first_reply' });
  const manager = await world.member({ role: 'manager' });
  const told = (): Promise<Row[]> =>
    database.admin<Row>('select kind, member_id from notifications where workspace_id = $1 order by created_at, kind', [world.workspaceId]);
  clock.advance(8 * minute);
  await Promise.all([checkEpisodes(depsOf(world)), checkEpisodes(depsOf(world))]);
  expect(await told()).toEqual([{ kind: 'target_due', member_id: manager.memberId }]);
  clock.advance(2 * minute);
  await Promise.all([checkEpisodes(depsOf(world)), checkEpisodes(depsOf(world))]);
  await checkEpisodes(depsOf(world));
  expect(await told()).toHaveLength(2);
  const lines = await database.admin<Row>(`select data from conversation_entries where conversation_id = $1 and kind = 'target_missed'`, [
    who.conversationId,
  ]);
  expect(lines).toEqual([{ data: { target: 'first_reply' } }]);
});

it('lets the clock of the end stand still while it is snoozed', async () => {
  await following(async () => {
    await world.says(who, start);
    await world.answers(who, agent);
    clock.advance(20 * minute);
    await world.set(who, 'snoozed', agent.memberId);
  });
  expect(await dueOf(who.conversationId)).toEqual({ due_at: null, due_kind: null });
  await following(async () => {
    clock.advance(100 * minute);
    await world.set(who, 'open', agent.memberId);
  });
  expect(await dueOf(who.conversationId)).toEqual({ due_at: after(160), due_kind: 'resolution' });
});

async function askedEpisode(): Promise<string> {
  await following(async () => {
    await world.says(who, start);
    await world.answers(who, agent);
    await world.set(who, 'resolved', agent.memberId);
  });
  clock.advance(5 * minute);
  await following(async () => {
    await Promise.all([askSatisfaction(depsOf(world)), askSatisfaction(depsOf(world))]);
  });
  const [episode] = await episodes();
  return String(episode?.['id']);
}

function tap(id: string, score: number): { type: string; content: unknown } {
  return {
    type: 'interactive',
    content: { type: 'button_reply', button_reply: { id: ratingButtonId({ episodeId: id, score }), title: 'Baik' } },
  };
}

it('asks once after it was resolved, takes the last answer without opening anything, and keeps a comment', async () => {
  const id = await askedEpisode();
  const asked = (reason: string): Promise<Row[]> =>
    database.admin('select 1 from messages where conversation_id = $1 and automatic_reason = $2', [who.conversationId, reason]);
  expect(await asked('satisfaction')).toHaveLength(1);
  await following(async () => {
    await world.says(who, after(6), tap(id, RATING_SCORES.bad));
    await world.says(who, after(7), tap(id, RATING_SCORES.good));
  });
  const [conversation] = await database.admin<Row>('select status, waiting_since, unread_count from conversations where id = $1', [
    who.conversationId,
  ]);
  expect(conversation).toMatchObject({ status: 'resolved', waiting_since: null });
  expect(await episodes()).toMatchObject([{ rating: 3, rated_at: after(7) }]);
  clock.advance(3 * minute);
  await askSatisfaction(depsOf(world));
  await askSatisfaction(depsOf(world));
  expect(await asked('satisfaction_comment')).toHaveLength(1);
  let commentId = '';
  await following(async () => {
    commentId = await world.says(who, after(9), { content: { body: 'Cepat sekali' } });
  });
  expect((await episodes())[0]).toMatchObject({ comment_message_id: commentId });
  const reader = { db: database.db, keyring: world.keyring };
  const { data } = await listComments(reader, world.workspaceId, { from: '2026-11-20', until: '2026-11-24', limit: 10 });
  expect(data).toMatchObject([{ rating: 'good', text: 'Cepat sekali' }]);
  const lines = await database.admin<Row>(
    `select data from conversation_entries where conversation_id = $1 and kind = 'rated' order by occurred_at`,
    [who.conversationId],
  );
  expect(lines).toEqual([{ data: { score: 1 } }, { data: { score: 3 } }, { data: { score: 3, commented: true } }]);
});

it('does not count an answer after 72 hours, of another workspace, or to a question never asked', async () => {
  const id = await askedEpisode();
  const other = await newWorld();
  const stranger = await other.customer('6281200003002');
  await following(async () => {
    await world.says(who, after(72 * 60 + 6), tap(id, 3));
    await other.says(stranger, after(6), tap(id, 3));
  });
  expect(await episodes()).toMatchObject([{ rating: null }]);
});

it('asks nothing when it was opened again meanwhile', async () => {
  await following(async () => {
    await world.says(who, start);
    await world.set(who, 'resolved', agent.memberId);
    await world.says(who, after(1));
  });
  clock.advance(10 * minute);
  await askSatisfaction(depsOf(world));
  expect(
    await database.admin(`select 1 from messages where conversation_id = $1 and automatic_reason = 'satisfaction'`, [who.conversationId]),
  ).toEqual([]);
});

it('reports days of the workspace, its members and hours of its backlog, and nothing of another workspace', async () => {
  const id = await askedEpisode();
  await following(() => world.says(who, after(6), tap(id, 3)).then(() => undefined));
  clock.advance(3 * 60 * minute);
  const report = await makeReport({ db: database.db, clock }, world.workspaceId, {
    from: '2026-11-22',
    until: '2026-11-23',
    group_by: 'day',
  });
  expect(report.rows.map((row) => [row.key, row.opened, row.resolved, row.messages_in, row.messages_out, row.messages_automatic])).toEqual([
    ['2026-11-22', 0, 0, 0, 0, 0],
    ['2026-11-23', 1, 1, 2, 1, 1],
  ]);
  expect(report.total).toMatchObject({
    first_reply: { count: 1, median_seconds: 0, p90_seconds: 0 },
    first_reply_target: { met: 1, missed: 0, percent: 100 },
    satisfaction: { asked: 1, answered: 1, score_percent: 100 },
  });
  expect(report.backlog.at(-1)).toEqual({ hour: '2026-11-23T05:00:00.000Z', open: 0 });
  const byMember = await makeReport({ db: database.db, clock }, world.workspaceId, {
    from: '2026-11-23',
    until: '2026-11-23',
    group_by: 'member',
  });
  expect(byMember.rows.find((row) => row.first_reply.count === 1)?.key).toMatch(/^mem_/);
  const other = await newWorld();
  const empty = await makeReport({ db: database.db, clock }, other.workspaceId, {
    from: '2026-11-23',
    until: '2026-11-23',
    group_by: 'team',
  });
  expect([empty.total.opened, empty.rows]).toEqual([0, []]);
});

it('counts days anew when the workspace moves to another time zone, and is right meanwhile', async () => {
  const late = new Date('2026-11-23T16:30:00Z'); // 23:30 in Jakarta, the next day in Jayapura
  await following(async () => void (await world.says(who, late)));
  const days = async (): Promise<(string | number | null)[][]> => {
    const report = await makeReport({ db: database.db, clock }, world.workspaceId, {
      from: '2026-11-23',
      until: '2026-11-24',
      group_by: 'day',
    });
    return report.rows.map((row) => [row.key, row.messages_in]);
  };
  const zone = async (name: string): Promise<void> => {
    await database.admin('update workspaces set time_zone = $2 where id = $1', [world.workspaceId, name]);
  };
  await zone('Asia/Jakarta');
  await database.admin('update message_days set time_zone = $2 where workspace_id = $1', [world.workspaceId, 'Asia/Jakarta']);
  expect(await days()).toEqual([
    ['2026-11-23', 1],
    ['2026-11-24', 0],
  ]);
  await zone('Asia/Jayapura');
  const inJayapura = [
    ['2026-11-23', 0],
    ['2026-11-24', 1],
  ];
  expect(await days()).toEqual(inJayapura);
  await following(async () => {
    await withEngine(database.db, 'test', (tx) =>
      appendEvents(tx, [{ workspaceId: world.workspaceId, type: 'workspace.updated', data: {}, occurredAt: start }]),
    );
  });
  expect(await days()).toEqual(inJayapura);
  expect(await database.admin('select day::text, time_zone, count from message_days where workspace_id = $1', [world.workspaceId])).toEqual(
    [{ day: '2026-11-24', time_zone: 'Asia/Jayapura', count: 1 }],
  );
});

it('gives turns of a conversation that is folded into another to the one that stays', async () => {
  const other = await world.customer('6281200003002');
  await following(async () => {
    await world.says(other, start);
    await world.set(other, 'resolved', agent.memberId);
    await world.says(who, after(1));
    await world.says(other, after(2));
    clock.advance(3 * minute);
    await world.answers(other, agent);
  });
  const [, open, later] = await episodes();
  expect([open?.['conversation_id'], later?.['conversation_id']]).toEqual([who.conversationId, other.conversationId]);
  await withEngine(database.db, 'test', (tx) =>
    moveEpisodes(tx, { workspaceId: world.workspaceId, fromConversationId: other.conversationId, toConversationId: who.conversationId }),
  );
  const moved = await episodes();
  expect(moved.map((row) => [row['id'], row['conversation_id'], row['resolved_at'] === null])).toEqual([
    [expect.any(String), who.conversationId, false],
    [open?.['id'], who.conversationId, true],
  ]);
  expect(moved[1]?.['first_reply_at']).toEqual(later?.['first_reply_at']);
  expect(await checkEpisodes(depsOf(world))).toBeGreaterThan(0);
  expect((await episodes())[1]?.['first_reply_seconds']).not.toBeNull();
});

it('keeps nothing of a transaction that could not move the reader', async () => {
  await world.says(who, start);
  await expect(
    followEpisodes(depsOf(world), {
      events: await withEngine(database.db, 'test', (tx) =>
        tx.query({
          text: `select type, data, workspace_id as "workspaceId" from events where workspace_id = $1 and type = 'message.created'`,
          values: [world.workspaceId],
        }),
      ),
      signal: new AbortController().signal,
      advance: () => Promise.reject(new Error('another process took over')),
    }),
  ).rejects.toThrow('took over');
  expect(await episodes()).toEqual([]);
});
