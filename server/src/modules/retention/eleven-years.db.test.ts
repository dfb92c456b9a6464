import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { before } from '#modules/law';
import { useTestDatabase } from '../../../test/harness.ts';
import { createRetentionWorld } from '../../../test/retention-world.ts';
import { newUuid } from '../../platform/ids.ts';
import { decide, situationsOf, type Policy } from './decide.ts';
import { loadPolicy } from './policy.ts';
import { steadyPace } from './sweep-pace.ts';
import { sweepWorkspace } from './sweep.ts';

const database = useTestDatabase();
const dayMs = 86_400_000;
const start = Date.parse('2026-12-01T06:00:00Z');
const months = 132;

const change = fc.record({
  month: fc.nat(months - 1),
  preset: fc.constantFrom('gateway-30d', 'business-12m', 'agency-90d', 'engagement-24m', 'minimal'),
  home: fc.constantFrom('ID', 'IN', null),
  serves: fc.subarray(['IN', 'EU']),
});
const held = fc.record({ from: fc.nat(months - 1), months: fc.integer({ min: 1, max: 40 }), person: fc.nat(1) });
const message = fc.record({ month: fc.nat(months - 1), day: fc.nat(27), person: fc.nat(1) });

describe('eleven years with a real database', () => {
  it('leave after every sweep exactly the messages that holds and laws keep or whose time is not over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.array(held, { maxLength: 2 }),
        fc.array(message, { minLength: 6, maxLength: 25 }),
        async (changes, holds, messages) => {
          const world = await createRetentionWorld(database);
          const { workspaceId } = world;
          const people = [await world.customer('+91 90000 00011'), await world.customer('+62 812-0000-0999')] as const;
          let expected: { id: string; at: Date; person: number }[] = [];
          for (let month = 0; month < months; month += 1) {
            world.now = new Date(start + month * 30.4375 * dayMs);
            for (const [index, one] of changes.entries()) {
              if (one.month !== month) continue;
              await database.admin(
                `insert into retention_policies (workspace_id, revision, preset, home, serves, wishes, decided_by, decided_at)
                 values ($1, $2, $3, $4, $5, '{}', $6, $7)`,
                [
                  workspaceId,
                  index + 1 + month * 10,
                  one.preset,
                  one.home,
                  one.serves.filter((law) => law !== one.home),
                  newUuid(),
                  world.now,
                ],
              );
            }
            for (const hold of holds.filter((one) => one.from === month)) {
              await database.admin(
                `insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, contact_id, created_by, created_at)
                 values ($1, $2, '\\x00', $2, '2050-01-01', $3, $2, $4)`,
                [workspaceId, newUuid(), people[hold.person === 0 ? 0 : 1].contactId, world.now],
              );
            }
            await database.admin(
              `update retention_holds set released_at = $2, release_reason_sealed = '\\x00'
                where workspace_id = $1 and released_at is null and contact_id <> all ($3::uuid[])`,
              [
                workspaceId,
                world.now,
                holds
                  .filter((one) => one.from <= month && month < one.from + one.months)
                  .map((one) => people[one.person === 0 ? 0 : 1].contactId),
              ],
            );
            for (const one of messages.filter((candidate) => candidate.month === month)) {
              const at = new Date(world.now.getTime() - one.day * dayMs);
              expected.push({ id: await world.message(people[one.person === 0 ? 0 : 1], at, { media: false }), at, person: one.person });
            }
            await sweepWorkspace(world.ctx, workspaceId, new AbortController().signal, () => steadyPace(4, 1));
            const { policy } = await loadPolicy(world.ctx, workspaceId);
            const [indian, other] = [effectiveOf(policy, 'IN', world.now), effectiveOf(policy, null, world.now)];
            const isHeld = (person: number): boolean =>
              holds.some((one) => one.person === person && one.from <= month && month < one.from + one.months);
            const left = new Set(
              (await database.admin<{ id: string }>('select id from messages where workspace_id = $1', [workspaceId])).map(({ id }) => id),
            );
            for (const { id, at, person } of expected) {
              const { oldest, youngest } = person === 0 ? indian : other;
              if (isHeld(person) || (youngest !== null && at > youngest)) expect(left.has(id)).toBe(true);
              else if (at < oldest) expect(left.has(id)).toBe(false);
            }
            expected = expected.filter(({ id }) => left.has(id));
            expect(left.size).toBe(expected.length);
          }
          await world.close();
        },
      ),
      { numRuns: 2 },
    );
  }, 240_000);
});

/** Nothing older than `oldest` may stay, and nothing younger than `youngest` may go, for a person under a law. */
function effectiveOf(policy: Policy, law: 'IN' | null, at: Date): { oldest: Date; youngest: Date | null } {
  const situations = situationsOf(policy);
  const { laws } = situations.find((one) => one.law === law) ?? situations[0] ?? { laws: [] };
  const { effective, lower } = decide(policy, 'message_content', laws, at);
  if (effective === null) throw new Error('messages always have an end');
  return { oldest: before(at, effective), youngest: lower === null ? null : before(at, lower) };
}
