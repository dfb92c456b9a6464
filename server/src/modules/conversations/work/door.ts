import type { ConversationStatus, DueKind } from '@kabar/contract';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { BY_SYSTEM, conversationEvent, type EntryBy } from '../entries/append-entries.ts';
import { deleteViewsOf } from '../views/views.sql.ts';
import { changeConversations, type ChangeDeps } from './change-work.ts';
import type { WorkChange, WorkReason } from './work-state.ts';
import { countOpenOf, deletePinsOf, selectAssignedTo, selectWork, updateDue, updateTeamGone, type WorkRow } from './work.sql.ts';

/** A conversation as the parts above work with it: its ends, its state, and how many messages are unread. Ids are database ids. */
export type ConversationFacts = WorkRow;

/** Who does it and why, for the entry; nobody in particular and no reason when left out. */
export type WorkBy = { by?: EntryBy; reason?: WorkReason };

/** Reads facts of conversations; those that do not exist are left out. */
export function readConversationFacts(
  tx: TenantTx | EngineTx,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<ConversationFacts[]> {
  return tx.query<ConversationFacts>(selectWork(workspaceId, conversationIds));
}

/**
 * Assigns a conversation in the caller's transaction, if it is still assigned as `expectedAssigneeId` says (left out: to
 * nobody). Gives whether it did: of several who assign at once, one wins. The caller has proved that the member exists.
 */
export async function assignConversation(
  tx: TenantTx | EngineTx,
  deps: ChangeDeps,
  order: {
    workspaceId: string;
    conversationId: string;
    assigneeId: string | null;
    teamId?: string | null;
    expectedAssigneeId?: string | null;
  } & WorkBy,
): Promise<boolean> {
  const change: WorkChange = { assigneeId: order.assigneeId, ...(order.teamId === undefined ? {} : { teamId: order.teamId }) };
  const [outcome] = await changeConversations(tx, deps, {
    workspaceId: order.workspaceId,
    conversationIds: [order.conversationId],
    change,
    by: order.by ?? BY_SYSTEM,
    expect: { assigneeId: order.expectedAssigneeId ?? null },
    reason: order.reason ?? 'auto',
  });
  return outcome?.result === 'changed';
}

/** Changes the state of a conversation in the caller's transaction. Gives whether that changed something. */
export async function setStatus(
  tx: TenantTx | EngineTx,
  deps: ChangeDeps,
  order: {
    workspaceId: string;
    conversationId: string;
    status: ConversationStatus;
    snoozedUntil?: Date;
    expectedStatus?: ConversationStatus;
  } & WorkBy,
): Promise<boolean> {
  const [outcome] = await changeConversations(tx, deps, {
    workspaceId: order.workspaceId,
    conversationIds: [order.conversationId],
    change: { status: order.status, ...(order.snoozedUntil === undefined ? {} : { snoozedUntil: order.snoozedUntil }) },
    by: order.by ?? BY_SYSTEM,
    ...(order.expectedStatus === undefined ? {} : { expect: { status: order.expectedStatus } }),
    ...(order.reason === undefined ? {} : { reason: order.reason }),
  });
  return outcome?.result === 'changed';
}

/** Sets what is due next on a conversation, or clears it with null. Writes no entry. Gives whether that changed something. */
export async function setDue(
  tx: TenantTx | EngineTx,
  deps: Pick<ChangeDeps, 'clock'>,
  order: { workspaceId: string; conversationId: string; due: { at: Date; kind: DueKind } | null },
): Promise<boolean> {
  const { workspaceId, conversationId, due } = order;
  const [row] = await tx.query<{ numberId: string }>(updateDue(workspaceId, conversationId, due));
  if (row === undefined) return false;
  await appendEvents(tx, [conversationEvent(workspaceId, conversationId, row.numberId, deps.clock.now())]);
  return true;
}

/** How many open conversations each of these members has; those without any have 0. */
export async function countOpenByAssignee(
  tx: TenantTx | EngineTx,
  workspaceId: string,
  memberIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ memberId: string; count: number }>(countOpenOf(workspaceId, memberIds));
  const counts = new Map(memberIds.map((memberId) => [memberId, 0]));
  for (const { memberId, count } of rows) counts.set(memberId, count);
  return counts;
}

const releaseBatch = 500;

/** Unassigns everything from a member who leaves the workspace and forgets their pins and views, in the transaction in which they leave. */
export async function releaseMember(tx: TenantTx, deps: ChangeDeps, memberId: string): Promise<void> {
  const { workspaceId } = tx;
  await tx.query(deletePinsOf(workspaceId, memberId));
  await tx.query(deleteViewsOf(workspaceId, memberId));
  for (;;) {
    const rows = await tx.query<{ id: string }>(selectAssignedTo(workspaceId, memberId, releaseBatch));
    if (rows.length === 0) return;
    await changeConversations(tx, deps, {
      workspaceId,
      conversationIds: rows.map((row) => row.id),
      change: { assigneeId: null },
      by: BY_SYSTEM,
      reason: 'member_removed',
    });
  }
}

/** Takes a team that goes away from its conversations, in the transaction that deletes it. */
export async function releaseTeam(tx: TenantTx, teamId: string): Promise<void> {
  await tx.query(updateTeamGone(tx.workspaceId, teamId));
}
