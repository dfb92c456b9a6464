import type { AssignmentRule } from '@kabar/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssigner, type AssignmentFacts, type Candidate } from './assigner.ts';

const rule: AssignmentRule = {
  mode: 'round_robin',
  max_open: null,
  roles: ['agent'],
  only_online: true,
  only_within_working_hours: true,
  reassign_when_offline: false,
};

function facts(members: Candidate[], more: Partial<AssignmentFacts> = {}): AssignmentFacts {
  return {
    workspaceId: 'w',
    members,
    rules: new Map([[null, rule]]),
    teamsOfNumber: new Map(),
    turns: new Map(),
    isOpen: () => true,
    ...more,
  };
}

function member(memberId: string, more: Partial<Candidate> = {}): Candidate {
  return { memberId, role: 'agent', limits: [], teamIds: [], isOnline: true, openCount: 0, ...more };
}

const waiting = { conversationId: 'c', numberId: 'n', teamId: null };

describe('who is next', () => {
  it('takes turns without ever differing by more than one, whoever comes and goes beside them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 80 }),
        (steadyCount, rounds) => {
          const steady = Array.from({ length: steadyCount }, (_, n) => `steady${n}`);
          let turns = new Map<string, number>();
          const got = new Map(steady.map((id) => [id, 0]));
          for (const presence of rounds) {
            // Each conversation meets another process that knows only what is stored.
            const members = [...steady.map((id) => member(id)), ...presence.map((isOnline, n) => member(`other${n}`, { isOnline }))];
            const assigner = createAssigner(facts(members, { turns }));
            const choice = assigner.choose(waiting);
            expect(choice).not.toBeNull();
            if (choice === null) return;
            assigner.confirm(choice);
            turns = new Map(turns).set(`${choice.scope} ${choice.memberId}`, choice.turn);
            if (got.has(choice.memberId)) got.set(choice.memberId, (got.get(choice.memberId) ?? 0) + 1);
            expect(Math.max(...got.values()) - Math.min(...got.values())).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('by load, takes whoever has the fewest open, and ends as even as it can', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 200 }),
        (loads, count) => {
          const assigner = createAssigner(
            facts(
              loads.map((openCount, n) => member(`m${n}`, { openCount })),
              { rules: new Map([[null, { ...rule, mode: 'by_load' as const }]]) },
            ),
          );
          const open = new Map(loads.map((openCount, n) => [`m${n}`, openCount]));
          for (let n = 0; n < count; n += 1) {
            const choice = assigner.choose(waiting);
            if (choice === null) throw new Error('everybody is there');
            expect(open.get(choice.memberId)).toBe(Math.min(...open.values()));
            assigner.confirm(choice);
            open.set(choice.memberId, (open.get(choice.memberId) ?? 0) + 1);
          }
        },
      ),
    );
  });

  it('passes over who is away, full, of another role or does not serve the number', () => {
    const members = [
      member('a-away', { isOnline: false, teamIds: ['t'] }),
      member('b-full', { openCount: 3, teamIds: ['t'] }),
      member('c-manager', { role: 'manager', teamIds: ['t'] }),
      member('d-elsewhere', { teamIds: ['other'] }),
      member('e-right', { teamIds: ['t'] }),
    ];
    const assigner = createAssigner(
      facts(members, { rules: new Map([[null, { ...rule, max_open: 3 }]]), teamsOfNumber: new Map([['n', ['t']]]) }),
    );
    expect(assigner.choose(waiting)?.memberId).toBe('e-right');
    expect(assigner.choose({ ...waiting, teamId: 'other' })?.memberId).toBe('d-elsewhere');
    expect(assigner.choose({ ...waiting, teamId: 'nobodys' })).toBeNull();
  });

  it('chooses nobody outside the working hours, and anybody when the rule does not ask', () => {
    const closed = { isOpen: () => false };
    expect(createAssigner(facts([member('a')], closed)).choose(waiting)).toBeNull();
    const rules = new Map([[null, { ...rule, only_within_working_hours: false, only_online: false }]]);
    expect(createAssigner(facts([member('a', { isOnline: false })], { ...closed, rules })).choose(waiting)?.memberId).toBe('a');
  });

  it('follows the rule of the team before that of the workspace', () => {
    const rules = new Map<string | null, AssignmentRule>([
      [null, rule],
      ['t', { ...rule, mode: 'off' }],
    ]);
    const assigner = createAssigner(facts([member('a', { teamIds: ['t', 'u'] })], { rules }));
    expect(assigner.choose({ ...waiting, teamId: 't' })).toBeNull();
    expect(assigner.choose({ ...waiting, teamId: 'u' })?.memberId).toBe('a');
  });
});
