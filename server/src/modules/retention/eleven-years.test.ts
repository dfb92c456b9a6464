import { RETENTION_PRESETS, type RetentionClass } from '@kabar/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPeriods, before, comparePeriods, JURISDICTIONS, period, type Jurisdiction } from '#modules/law';
import { collisionsOf, decide, dueBefore, situationsOf, SWEEP_SLACK, type Decision, type Policy } from './decide.ts';
import { sealedDueBefore, sealedFloor, sealsFrom } from './plan.ts';
import { differencesOf } from './retention-state.ts';

// The engine's own decisions, run over eleven simulated years with a sweep at every midnight. Rows, holds and changes of policy are invented;
// deciding is the code of the product. The same sweeps against a real database: sweep.db.test.ts and eleven-years.db.test.ts.

const dayMs = 86_400_000;
const start = Date.parse('2026-12-01T00:00:00Z');
const days = 4_018;
const classes = ['message_content', 'media', 'contact_record', 'system_log', 'audit_event', 'invoice', 'webhook_payload'] as const;

const wish = fc.record({ period: fc.constantFrom('P2D', 'P30D', 'P90D', 'P12M', 'P24M', 'P5Y').map(period), isMaximum: fc.boolean() });
const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    preset: fc.constantFrom(...RETENTION_PRESETS),
    home: fc.constantFrom<Jurisdiction | null>(null, ...JURISDICTIONS),
    serves: fc.subarray([...JURISDICTIONS]),
    wishes: fc.dictionary(fc.constantFrom(...classes), wish, { maxKeys: 2 }),
    sealed: fc.constantFrom<Policy['sealed']>([], ['message_content']),
  })
  .map((policy) => ({ ...policy, serves: policy.serves.filter((law) => law !== policy.home) }));
const anyRow = fc.record({
  cls: fc.constantFrom(...classes),
  day: fc.nat(days - 1),
  ms: fc.nat(dayMs - 1),
  law: fc.nat(JURISDICTIONS.length),
});
const anyHold = fc.record({ cls: fc.constantFrom(...classes), from: fc.nat(days), length: fc.nat(900) });

type Row = { cls: RetentionClass; anchor: Date; law: Jurisdiction | null };

/** Decisions of one midnight, worked out once per class and law. */
function decider(policy: Policy, at: Date): (row: Row) => Decision {
  const known = new Map<string, Decision>();
  return ({ cls, law }) => {
    const id = `${cls} ${law ?? ''}`;
    const situations = situationsOf(policy);
    const { laws } = situations.find((one) => one.law === law) ?? situations[0] ?? { laws: [] };
    const decision = known.get(id) ?? decide(policy, cls, laws, at);
    known.set(id, decision);
    return decision;
  };
}

describe('eleven years of midnights', () => {
  it('never leave a row beyond what holds, never take one under a floor or hold, and take shortened ones at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ day: fc.nat(days - 1), policy: anyPolicy }), { minLength: 1, maxLength: 5 }),
        fc.array(anyRow, { minLength: 5, maxLength: 60 }),
        fc.array(anyHold, { maxLength: 4 }),
        (changes, invented, holds) => {
          const policies = changes.toSorted((a, b) => a.day - b.day);
          let rows: Row[] = [];
          let copies: Row[] = [];
          const coming = invented
            .map(({ cls, day, ms, law }) => ({ cls, anchor: new Date(start + day * dayMs + ms), law: JURISDICTIONS[law] ?? null }))
            .toSorted((a, b) => a.anchor.getTime() - b.anchor.getTime());
          for (let day = 0; day < days; day += 1) {
            const now = new Date(start + day * dayMs);
            while (coming[0] !== undefined && coming[0].anchor <= now) rows.push(...coming.splice(0, 1));
            const { policy } = policies.findLast((change) => change.day <= day) ?? { policy: undefined };
            if (policy === undefined || rows.length + copies.length === 0) continue;
            const decisionOf = decider(policy, now);
            const isHeld = ({ cls }: Row): boolean =>
              holds.some((hold) => hold.cls === cls && hold.from <= day && day < hold.from + hold.length);
            const isDue = (row: Row): boolean => {
              const due = dueBefore(decisionOf(row), now);
              return due !== null && row.anchor < due && !isHeld(row);
            };
            const gone = rows.filter(isDue);
            rows = rows.filter((row) => !isDue(row));
            for (const row of rows) {
              const { effective } = decisionOf(row);
              if (effective !== null && !isHeld(row)) expect(row.anchor >= before(now, effective)).toBe(true);
            }
            for (const row of gone) {
              const { lower } = decisionOf(row);
              expect(isHeld(row)).toBe(false);
              if (lower !== null) expect(row.anchor <= before(now, lower)).toBe(true);
            }
            // A copy stays exactly where a law still wants what was removed, and no longer than the law wants it.
            copies.push(
              ...gone.filter((row) => {
                const from = sealsFrom(decisionOf(row), now);
                return from !== null && row.anchor >= from;
              }),
            );
            copies = copies.filter((row) => row.anchor >= sealedDueBefore(decisionOf(row), now));
            for (const row of gone) {
              const [floor] = decisionOf(row).floors;
              if (floor !== undefined && !copies.includes(row)) expect(row.anchor <= before(now, floor.period)).toBe(true);
            }
            for (const row of copies) {
              const floor = sealedFloor(decisionOf(row));
              expect(floor !== null && row.anchor >= before(now, addPeriods(floor, SWEEP_SLACK))).toBe(true);
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});

describe('a decision', () => {
  const moment = fc.date({ min: new Date(start), max: new Date(start + days * dayMs), noInvalidDate: true });
  const situation = fc.record({ policy: anyPolicy, cls: fc.constantFrom(...classes), laws: fc.subarray([...JURISDICTIONS]), at: moment });

  it('lies between every floor and every ceiling, or names the two that collide', () => {
    fc.assert(
      fc.property(situation, ({ policy, cls, laws, at }) => {
        const { effective, sealedUntil, floors, ceilings, collision } = decide(policy, cls, laws, at);
        if (effective === null) return;
        for (const floor of floors) {
          const kept = floor.isSealable ? (sealedUntil ?? effective) : effective;
          expect(comparePeriods(floor.period, kept)).toBeLessThan(0);
        }
        if (collision === null) for (const ceiling of ceilings) expect(comparePeriods(effective, ceiling.period)).toBeLessThanOrEqual(0);
        else expect(comparePeriods(collision.floor.period, collision.ceiling.period) + SWEEP_SLACK.days).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the wish where nothing stands in its way, and says what does where something does', () => {
    fc.assert(
      fc.property(situation, ({ policy, cls, laws, at }) => {
        const { wish: wanted, effective, raisedBy, loweredBy } = decide(policy, cls, laws, at);
        if (wanted === null || effective === null) return;
        const change = comparePeriods(effective, wanted.period);
        expect(raisedBy !== null).toBe(change > 0);
        if (change < 0) expect(loweredBy).not.toBeNull();
        if (change === 0) expect(loweredBy).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('of more laws never keeps for less than any floor of fewer, so no law is lost by adding another', () => {
    fc.assert(
      fc.property(situation, fc.constantFrom(...JURISDICTIONS), ({ policy, cls, laws, at }, more) => {
        const [few, many] = [decide(policy, cls, laws, at), decide(policy, cls, [...new Set([...laws, more])], at)];
        if (few.lower !== null) expect(many.lower !== null && comparePeriods(many.lower, few.lower) >= 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('removes the same rows whether a store drops whole days or deletes rows, but for the running day', () => {
    fc.assert(
      fc.property(situation, fc.array(fc.nat(days * 24), { maxLength: 50 }), ({ policy, cls, laws, at }, hours) => {
        const decision = decide(policy, cls, laws, at);
        const due = dueBefore(decision, at);
        if (due === null || decision.effective === null) return;
        const rows = hours.map((hour) => new Date(start - 3_650 * dayMs + hour * 3_600_000));
        const firstKeptDay = Math.floor(due.getTime() / dayMs) * dayMs;
        const byDay = rows.filter((row) => row.getTime() >= firstKeptDay);
        const byRow = rows.filter((row) => row >= due);
        // Every row that only the days keep is of the day in which the deadline falls, and still within what holds.
        for (const row of byDay.filter((one) => !byRow.includes(one))) {
          expect(Math.floor(row.getTime() / dayMs) * dayMs).toBe(firstKeptDay);
          if (decision.lower === null) expect(row.getTime()).toBeGreaterThanOrEqual(before(at, decision.effective).getTime() - dayMs);
        }
        for (const row of byRow) expect(byDay).toContain(row);
      }),
      { numRuns: 500 },
    );
  });

  it('that a changed preset makes different is told as a difference, and longer keeping as such', () => {
    fc.assert(
      fc.property(anyPolicy, fc.constantFrom(...RETENTION_PRESETS), moment, (policy, preset, at) => {
        const changed = { ...policy, preset };
        const differences = differencesOf(policy, changed, at);
        for (const cls of classes) {
          const laws = situationsOf(policy)[0]?.laws ?? [];
          const [was, is] = [decide(policy, cls, laws, at).effective, decide(changed, cls, laws, at).effective];
          if (was === null || is === null) continue;
          const change = comparePeriods(is, was);
          const told = differences.find((one) => one.class === cls);
          expect(told === undefined).toBe(change === 0);
          if (told !== undefined) expect(told.isLonger).toBe(change > 0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a policy that can be saved', () => {
  it('is true at every moment of the year ahead', () => {
    fc.assert(
      fc.property(anyPolicy, fc.nat(days - 400), fc.nat(365), (policy, day, later) => {
        const at = new Date(start + day * dayMs);
        fc.pre(collisionsOf(policy, at).length === 0);
        const then = new Date(at.getTime() + later * dayMs);
        for (const cls of classes) {
          for (const { laws } of situationsOf(policy)) expect(decide(policy, cls, laws, then).collision).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });
});
