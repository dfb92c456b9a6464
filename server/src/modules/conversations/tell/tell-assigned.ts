import { ID_PREFIXES } from '@kabar/contract';
import { notify, type News, type NotifyDeps } from '#modules/notifications';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { EntryBy } from '../entries/append-entries.ts';
import { selectAssignees, selectTeamAudience } from './tell.sql.ts';

type Tx = TenantTx | EngineTx;

/** Whose a conversation was and is. */
export type Handover = {
  id: string;
  before: { assigneeId: string | null; teamId: string | null };
  after: { assigneeId: string | null; teamId: string | null };
};

/** More at once than this are told as one, so that a big act does not bury what else there is. */
const oneByOne = 3;

/**
 * Tells members what was assigned to them, and teams what was given to them while it is nobody's, in the transaction of the
 * change. No statement when nothing changed hands.
 */
export async function tellAssigned(
  tx: Tx,
  deps: NotifyDeps,
  workspaceId: string,
  by: EntryBy,
  handovers: readonly Handover[],
): Promise<void> {
  const actor: News['actor'] = by.kind === 'system' ? { kind: 'system' } : by;
  const toMember = handovers.filter(({ before, after }) => after.assigneeId !== null && after.assigneeId !== before.assigneeId);
  for (const [memberId, own] of Map.groupBy(toMember, ({ after }) => after.assigneeId ?? '')) {
    await tell(tx, deps, workspaceId, own, { kind: 'assigned', memberIds: [memberId], actor });
  }
  const toTeam = handovers.filter(
    ({ before, after }) => after.assigneeId === null && after.teamId !== null && after.teamId !== before.teamId,
  );
  if (toTeam.length === 0) return;
  const byTeam = Map.groupBy(toTeam, ({ after }) => after.teamId ?? '');
  const audience = await tx.query<{ teamId: string; memberId: string }>(selectTeamAudience(workspaceId, [...byTeam.keys()]));
  const membersOf = Map.groupBy(audience, ({ teamId }) => teamId);
  for (const [teamId, own] of byTeam) {
    const memberIds = (membersOf.get(teamId) ?? []).map(({ memberId }) => memberId);
    const data = { team_id: toPublicId(ID_PREFIXES.team, teamId) };
    await tell(tx, deps, workspaceId, own, { kind: 'team_assigned', memberIds, actor, data });
  }
}

/** Tells assignees that a conversation they put off is back, in the transaction that woke it. */
export async function tellWoken(tx: Tx, deps: NotifyDeps, workspaceId: string, conversationIds: readonly string[]): Promise<void> {
  const rows = await tx.query<{ id: string; assigneeId: string }>(selectAssignees(workspaceId, conversationIds));
  for (const [memberId, own] of Map.groupBy(rows, ({ assigneeId }) => assigneeId)) {
    await tell(tx, deps, workspaceId, own, { kind: 'snooze_woken', memberIds: [memberId], actor: { kind: 'system' } });
  }
}

/** Few are told one by one; many as one that names the first and how many there are. */
async function tell(tx: Tx, deps: NotifyDeps, workspaceId: string, own: readonly { id: string }[], news: News): Promise<void> {
  const [first] = own;
  if (first === undefined) return;
  if (own.length > oneByOne) {
    await notify(deps, tx, workspaceId, { ...news, conversationId: first.id, data: { ...news.data, count: String(own.length) } });
    return;
  }
  for (const { id } of own) await notify(deps, tx, workspaceId, { ...news, conversationId: id });
}
