import type { AgentsSee } from '@kabar/contract';

/** Chosen numbers and teams: conversations on one of the numbers, or of one of the teams. */
export type Limits = { numberIds: readonly string[]; teamIds: readonly string[] };

/**
 * Whose eyes look at the inbox. `all`: whoever nothing is hidden from. `some`: a member with limits, or a key with their sight. Ids are database ids.
 */
export type Viewer =
  | { kind: 'all' }
  | {
      kind: 'some';
      memberId: string;
      /** The teams they are in. */
      teamIds: readonly string[];
      /** Numbers that have teams, none of them theirs. All other numbers, also future ones, are allowed. */
      hiddenNumberIds: readonly string[];
      agentsSee: AgentsSee;
      /** What their role and they themselves are limited to; all of it holds at once. */
      limits: readonly Limits[];
    };

/** What decides who sees a conversation. */
export type SightFacts = { numberId: string; teamId: string | null; assigneeId: string | null };

/** The viewer that sees all, for work that nobody in particular asked for. */
export const EVERYBODY: Viewer = { kind: 'all' };

/**
 * Whether `viewer` sees a conversation. It is theirs when it is assigned to them; else, unless the rule is `assigned`, when
 * its team is theirs, or (without a team, or under `everything`) when its number is allowed; and always only within their limits.
 *
 * Says the same as `visibleWhere` does in SQL.
 */
export function isVisible(viewer: Viewer, facts: SightFacts): boolean {
  if (viewer.kind === 'all' || facts.assigneeId === viewer.memberId) return true;
  if (viewer.agentsSee === 'assigned' || !isWithinLimits(viewer.limits, facts)) return false;
  if (facts.teamId !== null && viewer.teamIds.includes(facts.teamId)) return true;
  const isNumberAllowed = !viewer.hiddenNumberIds.includes(facts.numberId);
  return isNumberAllowed && (facts.teamId === null || viewer.agentsSee === 'everything');
}

/** Whether a conversation is within all of these limits. */
export function isWithinLimits(limits: readonly Limits[], { numberId, teamId }: Pick<SightFacts, 'numberId' | 'teamId'>): boolean {
  return limits.every((limit) => limit.numberIds.includes(numberId) || (teamId !== null && limit.teamIds.includes(teamId)));
}

/** The numbers outside of which a viewer sees no conversation of anybody else's, whatever team it belongs to; null where there are no such. */
export function numbersWithin(viewer: Viewer): readonly string[] | null {
  if (viewer.kind === 'all') return null;
  const bounds = viewer.limits.filter((limit) => limit.teamIds.length === 0);
  const [first, ...more] = bounds;
  return first === undefined ? null : first.numberIds.filter((id) => more.every((limit) => limit.numberIds.includes(id)));
}

/**
 * A condition on rows of `conversations` under the name `alias`: those that `viewer` sees. Appends what it needs to
 * `values`; `true` for a viewer who sees all, so that their statements stay what they are. A prepared statement needs
 * `viewerName` in its name.
 */
export function visibleWhere(viewer: Viewer, alias: string, values: unknown[]): string {
  if (viewer.kind === 'all') return 'true';
  const place = (value: unknown): string => `$${values.push(value)}`;
  const isTheirs = `${alias}.assignee_id = ${place(viewer.memberId)}::uuid`;
  if (viewer.agentsSee === 'assigned') return isTheirs;
  const isOfTeam = `${alias}.team_id = any(${place(viewer.teamIds)}::uuid[])`;
  const isAllowed = `${alias}.number_id <> all(${place(viewer.hiddenNumberIds)}::uuid[])`;
  const rest = viewer.agentsSee === 'everything' ? isAllowed : `(${alias}.team_id is null and ${isAllowed})`;
  const within = viewer.limits.map(
    ({ numberIds, teamIds }) =>
      ` and (${alias}.number_id = any(${place(numberIds)}::uuid[]) or ${alias}.team_id = any(${place(teamIds)}::uuid[]))`,
  );
  return `(${isTheirs} or ((${isOfTeam} or ${rest})${within.join('')}))`;
}

/** A condition on rows of `contacts` under the name `alias`: those with a conversation that `viewer` sees. Like `visibleWhere`. */
export function contactVisibleWhere(viewer: Viewer, alias: string, values: unknown[]): string {
  if (viewer.kind === 'all') return 'true';
  return `exists (select from conversations sight where sight.workspace_id = ${alias}.workspace_id and sight.contact_id = ${alias}.id
                     and ${visibleWhere(viewer, 'sight', values)})`;
}

/** Part of the name of a prepared statement that contains `visibleWhere`: viewers of one name have one text. */
export function viewerName(viewer: Viewer): string {
  return viewer.kind === 'all' ? 'all' : `${viewer.agentsSee}_${viewer.limits.length}`;
}
