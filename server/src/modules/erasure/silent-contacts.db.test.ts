import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { before, period } from '#modules/law';
import { isStillSilent, sweepWorkspace } from '#modules/retention';
import { newUuid } from '#platform/ids';
import { erasureContext } from '../../../test/erasure-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createRetentionWorld, type RetentionWorld } from '../../../test/retention-world.ts';
import { cancelErasure, runErasure } from './erase-contact.ts';

const database = useTestDatabase();
const dayMs = 86_400_000;
const now = new Date('2026-12-01T00:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * dayMs);
const longAgo = daysAgo(900);

let world: RetentionWorld;
let ctx: ReturnType<typeof erasureContext>;
let phone = 700;
beforeAll(async () => {
  world = await createRetentionWorld(database);
  world.now = now;
  ctx = eraser(world);
});
afterAll(() => world.close());

const eraser = (of: RetentionWorld) =>
  erasureContext(of, {
    clock: of.ctx.clock,
    isStillSilent: (tx, workspaceId, contactId) => isStillSilent(of.ctx, tx, workspaceId, contactId),
  });
/** Somebody whose last sign is that old. */
const person = async (of: RetentionWorld, at = longAgo) => {
  phone += 1;
  const { contactId, conversationId } = await of.customer(`+62 812-0000-0${phone}`, { window: 'closed' });
  await database.admin(`update contacts set created_at = $2, last_seen_at = null where id = $1`, [contactId, at]);
  await database.admin(`update conversations set last_activity_at = $2 where id = $1`, [conversationId, at]);
  return { contactId, conversationId };
};
let revision = 0;
const wish = async (of: RetentionWorld, silence: string | null) => {
  revision += 1;
  await database.admin(
    `insert into retention_policies (workspace_id, revision, preset, home, serves, wishes, decided_by, decided_at)
     values ($1, $2, 'engagement-24m', null, '{}', $3, $1, now())`,
    [of.workspaceId, revision, silence === null ? {} : { contact_record: { period: silence, is_maximum: false } }],
  );
};
const agree = (of: RetentionWorld, contactId: string, at: Date) =>
  database.admin(
    `insert into consent_records (workspace_id, id, contact_id, purpose, state, source, is_evidenced, actor_kind, occurred_at, recorded_at)
     values ($1, $2, $3, 'marketing', 'given', 'form', true, 'contact', $4, $4)`,
    [of.workspaceId, newUuid(), contactId, at],
  );
const sweep = (of: RetentionWorld) => sweepWorkspace(of.ctx, of.workspaceId);
const erasuresOf = (of: RetentionWorld) =>
  database.admin<{ id: string; contact_id: string; reason: string; status: string; hours: number }>(
    `select id, contact_id, reason, status, extract(epoch from starts_at - created_at)::int / 3600 as hours from erasures where workspace_id = $1 order by id`,
    [of.workspaceId],
  );

describe('people of whom nothing was heard', () => {
  it('stay where nobody wants them gone, and go whole where somebody does, unless there is a sign or a reason', async () => {
    const silent = await person(world);
    await world.message(silent, daysAgo(400), { media: false });
    await database.admin(`update conversations set last_activity_at = $2 where id = $1`, [silent.conversationId, longAgo]);
    const writtenTo = await person(world);
    await database.admin(`update conversations set last_activity_at = $2 where id = $1`, [writtenTo.conversationId, daysAgo(20)]);
    const agreed = await person(world);
    await agree(world, agreed.contactId, daysAgo(30));
    const [joined, into] = [await person(world), await person(world)];
    await database.admin(`update contacts set last_seen_at = $2, merged_into = $3 where id = $1`, [
      joined.contactId,
      daysAgo(9),
      into.contactId,
    ]);
    const asking = await person(world);
    await database.admin(
      `insert into privacy_requests (workspace_id, id, kind, state, channel, contact_id, language, received_at, clocks, due_at, created_kind, created_at, updated_at)
       values ($1, $2, 'access', 'received', 'member', $3, 'en', $4, '[]', $4, 'member', $4, $4)`,
      [world.workspaceId, newUuid(), asking.contactId, now],
    );
    const held = await person(world);
    await database.admin(
      `insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, conversation_id, classes, from_at, until_at, created_by, created_at)
       values ($1, $2, '\\x00', $2, '2030-01-01', $3, '{message_content}', '2020-01-01', '2021-01-01', $2, now())`,
      [world.workspaceId, newUuid(), held.conversationId],
    );
    await person(world, daysAgo(700));

    await sweep(world);
    expect(await erasuresOf(world)).toEqual([]);
    await wish(world, 'P24M');
    const { runId, overdue } = await sweep(world);
    const ordered = await erasuresOf(world);
    expect(ordered).toEqual([{ id: expect.any(String), contact_id: silent.contactId, reason: 'inactive', status: 'waiting', hours: 12 }]);
    expect(overdue).toEqual([]);
    const [receipt] = await database.admin(
      `select removed::int as removed, held from retention_run_items where run_id = $1 and table_name = 'contacts'`,
      [runId],
    );
    expect(receipt).toEqual({ removed: 1, held: [{ hold: expect.any(String), count: 1 }] });
    await sweep(world);
    expect(await erasuresOf(world)).toHaveLength(1);

    expect(await runErasure(ctx, world.workspaceId, ordered[0]?.id ?? '')).toEqual({ kind: 'done', findingCount: 0 });
    const [left] = await database.admin(`select erased_at, name_sealed, last_seen_at from contacts where id = $1`, [silent.contactId]);
    expect(left).toEqual({ erased_at: now, name_sealed: null, last_seen_at: null });
    const [rest] = await database.admin<{ messages: number; keys: number }>(
      `select (select count(*)::int from messages where contact_id = $1) as messages,
              (select count(*)::int from contact_keys where contact_id = $1 and destroyed_at is null) as keys`,
      [silent.contactId],
    );
    expect(rest).toEqual({ messages: 0, keys: 0 });
    expect(await erasuresOf(world)).toHaveLength(1);
  });

  it('are left alone when they write before it begins, when the policy is another, and for as long again when somebody takes it back', async () => {
    const own = await createRetentionWorld(database);
    own.now = now;
    const eraseIn = eraser(own);
    await wish(own, 'P24M');
    const people = [await person(own), await person(own), await person(own)] as const;
    await sweep(own);
    const idOf = async ({ contactId }: { contactId: string }): Promise<string> =>
      (await erasuresOf(own)).find((one) => one.contact_id === contactId)?.id ?? '';
    const stateOf = async (one: { contactId: string }): Promise<string | undefined> =>
      (await erasuresOf(own)).findLast(({ contact_id: id }) => id === one.contactId)?.status;

    await database.admin(`update contacts set last_seen_at = $2 where id = $1`, [people[0].contactId, now]);
    expect(await runErasure(eraseIn, own.workspaceId, await idOf(people[0]))).toEqual({ kind: 'over' });
    expect(await stateOf(people[0])).toBe('cancelled');

    await cancelErasure(eraseIn, own.workspaceId, await idOf(people[1]), { kind: 'system', id: null });
    await sweep(own);
    expect(await stateOf(people[1])).toBe('cancelled');

    await wish(own, null);
    expect(await runErasure(eraseIn, own.workspaceId, await idOf(people[2]))).toEqual({ kind: 'over' });
    expect(await stateOf(people[2])).toBe('cancelled');
    await wish(own, 'P24M');
    await sweep(own);
    expect(await stateOf(people[2])).toBe('waiting');
    const erased = await database.admin(`select from contacts where workspace_id = $1 and erased_at is not null`, [own.workspaceId]);
    expect(erased).toEqual([]);
    await own.close();
  });

  it('are exactly those whose newest sign is older than the wish, whatever came in which order', async () => {
    const age = fc.option(fc.integer({ min: 0, max: 1_500 }), { nil: null });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('P180D', 'P12M', 'P24M'),
        fc.array(fc.record({ made: fc.nat(1_500), wrote: age, exchanged: age, agreed: age, joined: age }), { minLength: 4, maxLength: 10 }),
        async (silence, signs) => {
          const own = await createRetentionWorld(database);
          own.now = now;
          await wish(own, silence);
          const expected: string[] = [];
          // What falls due within the last day before its time may go or stay.
          const edge = before(daysAgo(-1), period(silence));
          for (const { made, wrote, exchanged, agreed, joined } of signs) {
            const one = await person(own, daysAgo(made));
            if (wrote !== null)
              await database.admin(`update contacts set last_seen_at = $2 where id = $1`, [one.contactId, daysAgo(wrote)]);
            if (exchanged !== null)
              await database.admin(`update conversations set last_activity_at = $2 where id = $1`, [
                one.conversationId,
                daysAgo(exchanged),
              ]);
            if (agreed !== null) await agree(own, one.contactId, daysAgo(agreed));
            if (joined !== null) {
              const other = await person(own, daysAgo(joined));
              await database.admin(`update contacts set merged_into = $2 where id = $1`, [other.contactId, one.contactId]);
            }
            const moments = [made, wrote, exchanged ?? made, agreed, joined].filter((days) => days !== null);
            if (daysAgo(Math.min(...moments)) < edge) expected.push(one.contactId);
          }
          await sweep(own);
          expect((await erasuresOf(own)).map((one) => one.contact_id).toSorted()).toEqual(expected.toSorted());
          await own.close();
        },
      ),
      { numRuns: 6 },
    );
  }, 120_000);
});
