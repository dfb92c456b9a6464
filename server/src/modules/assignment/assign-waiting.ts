import { assignConversation } from '#modules/conversations';
import { isOpenAt, loadHours } from '#modules/working-hours';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { withEngine, type EngineTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import {
  selectMembers,
  selectReturned,
  selectTeamNumbers,
  selectTurns,
  selectWaiting,
  upsertTurns,
  type MemberRow,
  type ReturnedRow,
  type WaitingRow,
} from './assign.sql.ts';
import { createAssigner, type Assigner, type Choice, type Waiting } from './assigner.ts';
import { isSilent } from './report-presence.ts';
import { lockRules, type RuleRow } from './rules.sql.ts';

/** What assigning needs. */
export type AssignDeps = { db: Database; clock: Clock; ids: Ids };

/** At most this many conversations in one transaction, so that nobody waits long for its locks. */
const perTransaction = 50;

/**
 * Gives out the conversations of a workspace in which a customer waits and that belong to nobody, oldest first, until there are none
 * or nobody can have more. The rules are locked meanwhile, so of several processes one assigns, and a conversation that a
 * person takes at the same moment stays theirs. What cannot be given stays as it is and is looked at again. Gives how many were given.
 */
export async function assignWaiting(deps: AssignDeps, workspaceId: string, signal?: AbortSignal): Promise<number> {
  let count = 0;
  let after: { since: Date; id: string } | null = null;
  for (;;) {
    const place: { since: Date; id: string } | null = after;
    const portion: { given: number; next: { since: Date; id: string } | null } = await withEngine(
      deps.db,
      'give out the waiting conversations of a workspace',
      (tx) => givePortion(deps, tx, workspaceId, place),
      { retries: 3 },
    );
    count += portion.given;
    after = portion.next;
    if (after === null || signal?.aborted === true) return count;
  }
}

async function givePortion(
  deps: AssignDeps,
  tx: EngineTx,
  workspaceId: string,
  after: { since: Date; id: string } | null,
): Promise<{ given: number; next: { since: Date; id: string } | null }> {
  const assigner = await loadAssigner(deps, tx, workspaceId);
  if (assigner === null) return { given: 0, next: null };
  const rows = await tx.query<WaitingRow>(selectWaiting(workspaceId, after, perTransaction));
  const choices: Choice[] = [];
  for (const waiting of rows) {
    const choice = await give(deps, tx, assigner, { workspaceId, waiting, from: null });
    if (choice !== null) choices.push(choice);
  }
  if (choices.length > 0) await tx.query(upsertTurns(workspaceId, lastOfEach(choices)));
  const last = rows.at(-1);
  return {
    given: choices.length,
    next: rows.length < perTransaction || last === undefined ? null : { since: last.waitingSince, id: last.conversationId },
  };
}

/**
 * Gives conversations that came back, by their entries, to somebody else where their member is offline and the rule wants it; to
 * nobody when nobody is there, so that whoever comes first gets it. Gives how many changed hands.
 */
export async function reassignReturned(deps: AssignDeps, workspaceId: string, entryIds: readonly string[]): Promise<number> {
  return withEngine(
    deps.db,
    'give conversations of absent members to others',
    async (tx) => {
      const returned = await tx.query<ReturnedRow>(selectReturned(workspaceId, entryIds));
      if (returned.length === 0) return 0;
      const assigner = await loadAssigner(deps, tx, workspaceId);
      if (assigner === null) return 0;
      const now = deps.clock.now();
      const members = new Map((await tx.query<MemberRow>(selectMembers(workspaceId))).map((row) => [row.memberId, row]));
      const choices: Choice[] = [];
      let count = 0;
      for (const waiting of returned) {
        const rule = assigner.ruleOf(waiting.teamId);
        const holder = members.get(waiting.assigneeId);
        const isAway = holder === undefined || holder.announced === 'offline' || isSilent(holder.lastSeenAt, now);
        if (rule === null || rule.mode === 'off' || !rule.reassign_when_offline || !isAway) continue;
        const choice = await give(deps, tx, assigner, { workspaceId, waiting, from: waiting.assigneeId });
        if (choice !== null) choices.push(choice);
        else
          await assignConversation(tx, deps, {
            ...orderOf(workspaceId, waiting),
            assigneeId: null,
            expectedAssigneeId: waiting.assigneeId,
          });
        count += 1;
      }
      if (choices.length > 0) await tx.query(upsertTurns(workspaceId, lastOfEach(choices)));
      return count;
    },
    { retries: 3 },
  );
}

/** Null when no rule of the workspace assigns. Locks its rules until the transaction ends. */
async function loadAssigner(deps: AssignDeps, tx: EngineTx, workspaceId: string): Promise<Assigner | null> {
  const rules = await tx.query<RuleRow>(lockRules(workspaceId));
  if (!rules.some(({ rule }) => rule.mode !== 'off')) return null;
  const [members, teamNumbers, turns, hours] = await Promise.all([
    tx.query<MemberRow>(selectMembers(workspaceId)),
    tx.query<{ numberId: string; teamId: string }>(selectTeamNumbers(workspaceId)),
    tx.query<{ scope: string; memberId: string; turn: number }>(selectTurns(workspaceId)),
    loadHours(tx, [workspaceId]),
  ]);
  const now = deps.clock.now();
  const teamsOfNumber = new Map<string, string[]>();
  for (const { numberId, teamId } of teamNumbers) teamsOfNumber.set(numberId, [...(teamsOfNumber.get(numberId) ?? []), teamId]);
  return createAssigner({
    workspaceId,
    members: members.map((row) => ({
      ...row,
      limits: [row.roleLimits, row.memberLimits].filter((limit) => limit !== null),
      isOnline: row.announced === 'online' && !isSilent(row.lastSeenAt, now),
    })),
    rules: new Map(rules.map(({ teamId, rule }) => [teamId, rule])),
    teamsOfNumber,
    turns: new Map(turns.map(({ scope, memberId, turn }) => [`${scope} ${memberId}`, turn])),
    isOpen: (numberId) => isOpenAt(hours.of(workspaceId, numberId), now),
  });
}

async function give(
  deps: AssignDeps,
  tx: EngineTx,
  assigner: Assigner,
  order: { workspaceId: string; waiting: Waiting; from: string | null },
): Promise<Choice | null> {
  const choice = assigner.choose(order.waiting, order.from ?? undefined);
  if (choice === null) return null;
  const isGiven = await assignConversation(tx, deps, {
    ...orderOf(order.workspaceId, order.waiting),
    assigneeId: choice.memberId,
    expectedAssigneeId: order.from,
  });
  if (!isGiven) return null;
  assigner.confirm(choice);
  return choice;
}

function orderOf(workspaceId: string, waiting: Waiting): { workspaceId: string; conversationId: string; reason: 'auto' } {
  return { workspaceId, conversationId: waiting.conversationId, reason: 'auto' };
}

/** One row per member and scope: an upsert may name each only once. */
function lastOfEach(choices: readonly Choice[]): Choice[] {
  return [...new Map(choices.map((choice) => [`${choice.scope} ${choice.memberId}`, choice])).values()];
}
