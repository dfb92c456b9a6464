import type { AssignedRole, AssignmentRule } from '@kabar/contract';
import { isWithinLimits, type Limits } from '#modules/teams';

/** A member as assignment sees them. Ids are database ids. */
export type Candidate = {
  memberId: string;
  role: AssignedRole;
  /** What they see at most; nothing else is given to them. */
  limits: readonly Limits[];
  teamIds: readonly string[];
  /** Online by their own word and by their dashboard. */
  isOnline: boolean;
  openCount: number;
};

/** A conversation that is to be given to somebody. */
export type Waiting = { conversationId: string; numberId: string; teamId: string | null };

/** All that decides who gets what in one workspace, at one moment. */
export type AssignmentFacts = {
  workspaceId: string;
  members: readonly Candidate[];
  /** Under the team's id; under null that of the workspace. */
  rules: ReadonlyMap<string | null, AssignmentRule>;
  /** Teams of each number that has any. */
  teamsOfNumber: ReadonlyMap<string, readonly string[]>;
  /** When each member last got one, by `scope member`; a greater one is later. */
  turns: ReadonlyMap<string, number>;
  isOpen(numberId: string): boolean;
};

/** Who is to get a conversation; `scope` is whose queue it came from. */
export type Choice = { memberId: string; scope: string; turn: number };

/** Decides one conversation after the other; what was given counts for the next. */
export type Assigner = {
  /** Null when nobody can have it now. `notTo`: somebody who must not be chosen. */
  choose(waiting: Waiting, notTo?: string): Choice | null;
  /** The choice was carried out. */
  confirm(choice: Choice): void;
  ruleOf(teamId: string | null): AssignmentRule | null;
};

/**
 * Makes the assigner of one workspace. Round robin takes whoever has waited longest for one, so members who take part all
 * the time never differ by more than one; by load takes whoever has the fewest open, in turn where they have as many. Pure.
 */
export function createAssigner(facts: AssignmentFacts): Assigner {
  const turns = new Map(facts.turns);
  const openCounts = new Map(facts.members.map((member) => [member.memberId, member.openCount]));
  let lastTurn = Math.max(0, ...facts.turns.values());
  const turnOf = (scope: string, memberId: string): number => turns.get(`${scope} ${memberId}`) ?? 0;
  const ruleOf = (teamId: string | null): AssignmentRule | null => facts.rules.get(teamId) ?? facts.rules.get(null) ?? null;

  const takesPart = (member: Candidate, waiting: Waiting, rule: AssignmentRule): boolean => {
    if (!rule.roles.includes(member.role) || (rule.only_online && !member.isOnline)) return false;
    if (!isWithinLimits(member.limits, waiting)) return false;
    if (rule.max_open !== null && (openCounts.get(member.memberId) ?? 0) >= rule.max_open) return false;
    if (waiting.teamId !== null) return member.teamIds.includes(waiting.teamId);
    const teams = facts.teamsOfNumber.get(waiting.numberId);
    return teams === undefined || teams.some((teamId) => member.teamIds.includes(teamId));
  };

  return {
    ruleOf,
    choose: (waiting, notTo) => {
      const rule = ruleOf(waiting.teamId);
      if (rule === null || rule.mode === 'off') return null;
      if (rule.only_within_working_hours && !facts.isOpen(waiting.numberId)) return null;
      const scope = waiting.teamId ?? facts.workspaceId;
      const [best] = facts.members
        .filter((member) => member.memberId !== notTo && takesPart(member, waiting, rule))
        .toSorted(
          (a, b) =>
            (rule.mode === 'by_load' ? (openCounts.get(a.memberId) ?? 0) - (openCounts.get(b.memberId) ?? 0) : 0) ||
            turnOf(scope, a.memberId) - turnOf(scope, b.memberId) ||
            (a.memberId < b.memberId ? -1 : 1),
        );
      return best === undefined ? null : { memberId: best.memberId, scope, turn: lastTurn + 1 };
    },
    confirm: ({ memberId, scope, turn }) => {
      lastTurn = Math.max(lastTurn, turn);
      turns.set(`${scope} ${memberId}`, turn);
      openCounts.set(memberId, (openCounts.get(memberId) ?? 0) + 1);
    },
  };
}
