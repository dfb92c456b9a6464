import { ID_PREFIXES, type ConversationStatus, type DueKind, type EntryData, type EntryKind } from '@kabar/contract';
import { toPublicId } from '#platform/ids';

/** What people do with a conversation, as stored. Ids are database ids. */
export type WorkState = {
  status: ConversationStatus;
  snoozedUntil: Date | null;
  resolvedAt: Date | null;
  assigneeId: string | null;
  teamId: string | null;
  assignedAt: Date | null;
  waitingSince: Date | null;
  dueAt: Date | null;
  dueKind: DueKind | null;
  botActive: boolean;
};

/** What is to be different; what is left out stays. `snoozedUntil` goes with `status: 'snoozed'`. */
export type WorkChange = {
  status?: ConversationStatus;
  snoozedUntil?: Date;
  assigneeId?: string | null;
  teamId?: string | null;
  botActive?: boolean;
};

/** Why something happened that nobody in particular did; stands in the entry. */
export type WorkReason = 'auto' | 'member_removed' | 'customer';

/** An entry that a change asks for. */
export type EntryDraft = { kind: EntryKind; data: EntryData };

/**
 * What a change makes of a state, with the lines that tell of it; null when it changes nothing. Resolving ends waiting and
 * whatever was due. A conversation that is snoozed again until another time changes.
 */
export function planChange(
  state: WorkState,
  change: WorkChange,
  now: Date,
  reason: WorkReason | null = null,
): { next: WorkState; entries: EntryDraft[] } | null {
  const next = { ...state };
  const entries: EntryDraft[] = [];
  const why: EntryData = reason === null ? {} : { reason };
  if (change.teamId !== undefined && change.teamId !== state.teamId) {
    next.teamId = change.teamId;
    entries.push({ kind: 'team_changed', data: { team_id: team(change.teamId), previous_team_id: team(state.teamId), ...why } });
  }
  if (change.assigneeId !== undefined && change.assigneeId !== state.assigneeId) {
    next.assigneeId = change.assigneeId;
    next.assignedAt = change.assigneeId === null ? null : now;
    const data = { assignee_id: member(change.assigneeId), previous_assignee_id: member(state.assigneeId), ...why };
    entries.push({ kind: change.assigneeId === null ? 'unassigned' : 'assigned', data });
  }
  if (change.botActive !== undefined && change.botActive !== state.botActive) {
    next.botActive = change.botActive;
    entries.push({ kind: change.botActive ? 'bot_started' : 'bot_stopped', data: why });
  }
  const status = planStatus(state, change);
  if (status !== null) {
    Object.assign(next, status === 'open' ? { status, snoozedUntil: null, resolvedAt: null } : {});
    if (status === 'snoozed') Object.assign(next, { status, snoozedUntil: change.snoozedUntil ?? null, resolvedAt: null });
    if (status === 'resolved')
      Object.assign(next, { status, snoozedUntil: null, resolvedAt: now, waitingSince: null, dueAt: null, dueKind: null });
    entries.push(statusEntry(status, change, reason));
  }
  return entries.length === 0 ? null : { next, entries };
}

function planStatus(state: WorkState, change: WorkChange): ConversationStatus | null {
  const { status } = change;
  if (status === undefined) return null;
  if (status !== state.status) return status;
  const isOtherTime = status === 'snoozed' && change.snoozedUntil?.getTime() !== state.snoozedUntil?.getTime();
  return isOtherTime ? status : null;
}

function statusEntry(status: ConversationStatus, change: WorkChange, reason: WorkReason | null): EntryDraft {
  const why: EntryData = reason === null ? {} : { reason };
  switch (status) {
    case 'open':
      return { kind: 'reopened', data: reason === 'customer' ? { by: 'customer' } : why };
    case 'snoozed':
      return { kind: 'snoozed', data: { until: change.snoozedUntil?.toISOString() ?? null, ...why } };
    case 'resolved':
      return { kind: 'resolved', data: why };
  }
}

function member(id: string | null): string | null {
  return id === null ? null : toPublicId(ID_PREFIXES.member, id);
}

function team(id: string | null): string | null {
  return id === null ? null : toPublicId(ID_PREFIXES.team, id);
}
