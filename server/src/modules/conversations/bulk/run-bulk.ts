import { ID_PREFIXES, type BulkChange } from '@kabar/contract';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { EntryBy } from '../entries/append-entries.ts';
import type { InboxContext } from '../inbox-context.ts';
import { changeConversations, type ConversationChange, type Snapshot } from '../work/change-work.ts';
import type { WorkState } from '../work/work-state.ts';
import { lockItems, selectBulk, updateBulkStatus, updateItems, type BulkItem, type BulkRow } from './bulk.sql.ts';

/** What running needs. */
export type BulkDeps = Pick<InboxContext, 'db' | 'clock' | 'ids'>;

/** Conversations that are changed in one transaction. */
const stepSize = 200;

/**
 * Does the rest of a bulk action, or of its undoing, step by step; each step is a transaction, so it goes on where it
 * stopped. Who may see what was settled when it was made. Does nothing for one that is done.
 */
export async function runBulk(deps: BulkDeps, workspaceId: string, bulkId: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const isDone = await withTenant(deps.db, workspaceId, (tx) => step(deps, tx, bulkId), { retries: 2 });
    if (isDone) return;
  }
}

async function step(deps: BulkDeps, tx: TenantTx, bulkId: string): Promise<boolean> {
  const { workspaceId } = tx;
  const [bulk] = await tx.query<BulkRow>(selectBulk(workspaceId, bulkId, true));
  if (bulk === undefined || bulk.status === 'done' || bulk.status === 'undone') return true;
  const isUndo = bulk.status === 'undoing';
  const items = await tx.query<BulkItem>(lockItems(workspaceId, bulkId, isUndo ? 'changed' : 'pending', stepSize));
  const done = isUndo ? await putBack(deps, tx, bulk, items) : await apply(deps, tx, bulk, items);
  if (done.length > 0) await tx.query(updateItems(workspaceId, bulkId, done));
  const now = deps.clock.now();
  const isLast = items.length < stepSize;
  if (isLast) await tx.query(updateBulkStatus(workspaceId, bulkId, isUndo ? 'undone' : 'done', now));
  await appendEvents(tx, [
    { workspaceId, type: 'bulk_action.updated', data: { bulk_action_id: toPublicId(ID_PREFIXES.bulkAction, bulkId) }, occurredAt: now },
  ]);
  return isLast;
}

async function apply(deps: BulkDeps, tx: TenantTx, bulk: BulkRow, items: readonly BulkItem[]): Promise<BulkItem[]> {
  const outcomes = await changeConversations(tx, deps, {
    workspaceId: tx.workspaceId,
    conversationIds: items.map((item) => item.conversationId),
    change: changeOf(bulk.change),
    by: byOf(bulk),
  });
  return items.map((item, index) => {
    const outcome = outcomes[index];
    if (outcome?.result === 'changed') return { ...item, result: 'changed', before: outcome.before, after: outcome.after };
    return { ...item, result: outcome?.result === 'unchanged' ? 'unchanged' : 'not_found', before: null, after: null };
  });
}

/** Puts back what is still as the action left it; what somebody changed since stays theirs. */
async function putBack(deps: BulkDeps, tx: TenantTx, bulk: BulkRow, items: readonly BulkItem[]): Promise<BulkItem[]> {
  const saved = new Map(items.map((item) => [item.conversationId, { before: readSnapshot(item.before), after: readSnapshot(item.after) }]));
  const outcomes = await changeConversations(tx, deps, {
    workspaceId: tx.workspaceId,
    conversationIds: items.map((item) => item.conversationId),
    change: (id, now) => {
      const item = saved.get(id);
      return item === undefined ? null : undoOf(bulk.change, item, now);
    },
    by: byOf(bulk),
  });
  return items.map((item, index) => ({
    ...item,
    result: outcomes[index]?.result === 'changed' ? 'put_back' : 'kept',
    before: null,
    after: null,
  }));
}

/** How to go back; null when what the action touched has been changed since. */
function undoOf(
  change: BulkChange,
  { before, after }: { before: Snapshot; after: Snapshot },
  now: Snapshot,
): (ConversationChange & { restore?: Partial<WorkState> }) | null {
  const back: ConversationChange & { restore?: Partial<WorkState> } = {};
  if (change.assignee_id !== undefined) {
    if (now.assigneeId !== after.assigneeId) return null;
    back.assigneeId = before.assigneeId;
  }
  if (change.team_id !== undefined) {
    if (now.teamId !== after.teamId) return null;
    back.teamId = before.teamId;
  }
  if (change.status !== undefined) {
    if (now.status !== after.status || now.snoozedUntil?.getTime() !== after.snoozedUntil?.getTime()) return null;
    back.status = before.status;
    if (before.snoozedUntil !== null) back.snoozedUntil = before.snoozedUntil;
    const { resolvedAt, waitingSince, dueAt, dueKind } = before;
    back.restore = {
      resolvedAt,
      waitingSince: now.waitingSince ?? waitingSince,
      dueAt: now.dueAt ?? dueAt,
      dueKind: now.dueKind ?? dueKind,
    };
  }
  const added = after.tagIds.filter((tagId) => !before.tagIds.includes(tagId));
  const removed = before.tagIds.filter((tagId) => !after.tagIds.includes(tagId));
  if (added.some((tagId) => !now.tagIds.includes(tagId)) || removed.some((tagId) => now.tagIds.includes(tagId))) return null;
  if (added.length > 0) back.removeTagIds = added;
  if (removed.length > 0) back.addTagIds = removed;
  if (change.unread !== undefined && before.unreadCount !== after.unreadCount) {
    if (now.unreadCount !== after.unreadCount) return null;
    back.unreadCount = before.unreadCount;
  }
  return back;
}

function changeOf(change: BulkChange): ConversationChange {
  const uuids = (ids: readonly string[] | undefined): string[] => (ids ?? []).flatMap((id) => fromPublicId(ID_PREFIXES.tag, id) ?? []);
  return {
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.snoozed_until === undefined ? {} : { snoozedUntil: new Date(change.snoozed_until) }),
    ...(change.assignee_id === undefined
      ? {}
      : { assigneeId: change.assignee_id === null ? null : fromPublicId(ID_PREFIXES.member, change.assignee_id) }),
    ...(change.team_id === undefined ? {} : { teamId: change.team_id === null ? null : fromPublicId(ID_PREFIXES.team, change.team_id) }),
    addTagIds: uuids(change.add_tag_ids),
    removeTagIds: uuids(change.remove_tag_ids),
    ...(change.unread === undefined ? {} : { isUnread: change.unread }),
  };
}

function byOf(bulk: BulkRow): EntryBy {
  return { kind: bulk.actorKind, id: bulk.actorId };
}

/** A snapshot as it comes back from JSON. */
function readSnapshot(stored: unknown): Snapshot {
  const raw = stored as Snapshot; // written by `updateItems` from a snapshot; instants are texts now
  const date = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));
  return {
    ...raw,
    snoozedUntil: date(raw.snoozedUntil),
    resolvedAt: date(raw.resolvedAt),
    assignedAt: date(raw.assignedAt),
    waitingSince: date(raw.waitingSince),
    dueAt: date(raw.dueAt),
  };
}
