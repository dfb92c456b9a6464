import { ID_PREFIXES } from '@kabar/contract';
import { EVERYBODY, type Viewer } from '#modules/teams';
import type { Clock } from '#platform/clock';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId, type Ids } from '#platform/ids';
import { appendEntries, conversationEvent, type EntryBy, type NewEntry } from '../entries/append-entries.ts';
import { tellAssigned } from '../tell/tell-assigned.ts';
import { planChange, type WorkChange, type WorkReason, type WorkState } from './work-state.ts';
import {
  deleteTags,
  insertTags,
  lockConversations,
  selectTagsOf,
  updateUnreadCounts,
  updateWork,
  type TagPair,
  type WorkRow,
} from './work.sql.ts';

/**
 * Everything that one act can do with conversations. `isUnread` false: read; `unreadCount` sets the count itself, for
 * undoing. Tags are database ids.
 */
export type ConversationChange = WorkChange & {
  addTagIds?: readonly string[];
  removeTagIds?: readonly string[];
  isUnread?: boolean;
  unreadCount?: number;
};

/** What of a conversation a change touched, before or after it. */
export type Snapshot = WorkState & { tagIds: string[]; unreadCount: number };

/** What became of one conversation. `not_found`: gone, or not visible. `conflict`: it was not as expected. */
export type ChangeOutcome =
  | { id: string; result: 'changed'; before: Snapshot; after: Snapshot }
  | { id: string; result: 'unchanged' | 'not_found' | 'conflict' };

/** Who changes what. */
export type ChangeOrder = {
  workspaceId: string;
  conversationIds: readonly string[];
  change: ConversationChange | ((id: string, now: Snapshot) => (ConversationChange & { restore?: Partial<WorkState> }) | null);
  by: EntryBy;
  /** Whose eyes: what they do not see is not found. Default: everybody's. */
  viewer?: Viewer;
  /** The change is made only where this still holds. */
  expect?: { assigneeId?: string | null; status?: WorkState['status'] };
  reason?: WorkReason;
};

/** What changing needs. */
export type ChangeDeps = { clock: Clock; ids: Ids };

/**
 * Changes the work on up to 500 conversations in the caller's transaction: states, tags and read marks, with entries and
 * events for what really changed; a fixed number of statements. The rows are locked first, so of two that change the same
 * conversation the second sees what the first did. Outcomes come in the order of the ids.
 *
 * The caller has proved that members, teams and tags exist. Errors: 23503 when a team or tag is gone.
 */
export async function changeConversations(tx: TenantTx | EngineTx, deps: ChangeDeps, order: ChangeOrder): Promise<ChangeOutcome[]> {
  const { workspaceId, conversationIds, by, expect } = order;
  const now = deps.clock.now();
  const locked = await tx.query<WorkRow>(lockConversations(workspaceId, conversationIds, order.viewer ?? EVERYBODY));
  const rows = new Map(locked.map((row) => [row.id, row]));
  const tags = await tagsOf(tx, order, [...rows.keys()]);
  const done = new Batch(workspaceId, by, now);
  const outcomes = conversationIds.map((id): ChangeOutcome => {
    const row = rows.get(id);
    if (row === undefined) return { id, result: 'not_found' };
    const before: Snapshot = { ...stateOf(row), tagIds: tags.get(id) ?? [], unreadCount: row.unreadCount };
    if (!isAsExpected(row, expect)) return { id, result: 'conflict' };
    const change = typeof order.change === 'function' ? order.change(id, before) : order.change;
    if (change === null) return { id, result: 'conflict' };
    const after = done.add(row, before, change, order.reason ?? null);
    return after === null ? { id, result: 'unchanged' } : { id, result: 'changed', before, after };
  });
  await done.write(tx, deps);
  const handovers = outcomes.flatMap((outcome) => (outcome.result === 'changed' ? [outcome] : []));
  await tellAssigned(tx, deps, workspaceId, by, handovers);
  return outcomes;
}

/** Collects what a list of changes writes. */
class Batch {
  readonly workspaceId: string;
  readonly by: EntryBy;
  readonly now: Date;
  readonly states: ({ id: string } & WorkState)[] = [];
  readonly unread: { id: string; unreadCount: number }[] = [];
  readonly added: TagPair[] = [];
  readonly removed: TagPair[] = [];
  readonly entries: NewEntry[] = [];
  readonly events: ReturnType<typeof conversationEvent>[] = [];

  constructor(workspaceId: string, by: EntryBy, now: Date) {
    this.workspaceId = workspaceId;
    this.by = by;
    this.now = now;
  }

  /** Plans one conversation. Gives what it is afterwards, or null when nothing changes. */
  add(
    row: WorkRow,
    before: Snapshot,
    change: ConversationChange & { restore?: Partial<WorkState> },
    reason: WorkReason | null,
  ): Snapshot | null {
    const plan = planChange(stateOf(before), change, this.now, reason);
    const state = plan === null ? stateOf(before) : { ...plan.next, ...change.restore };
    const added = (change.addTagIds ?? []).filter((tagId) => !before.tagIds.includes(tagId));
    const removed = (change.removeTagIds ?? []).filter((tagId) => before.tagIds.includes(tagId) && !added.includes(tagId));
    const unreadCount = change.unreadCount ?? markedCount(before.unreadCount, change.isUnread);
    if (plan === null && added.length + removed.length === 0 && unreadCount === before.unreadCount) return null;
    const line = (kind: NewEntry['kind'], data: NewEntry['data']): void => {
      this.entries.push({ conversationId: row.id, kind, by: this.by, data: data ?? {}, occurredAt: this.now });
    };
    if (plan !== null) this.states.push({ id: row.id, ...state });
    for (const entry of plan?.entries ?? []) line(entry.kind, entry.data);
    for (const tagId of removed) line('untagged', { tag_id: toPublicId(ID_PREFIXES.tag, tagId) });
    for (const tagId of added) line('tagged', { tag_id: toPublicId(ID_PREFIXES.tag, tagId) });
    this.added.push(...added.map((tagId) => ({ conversationId: row.id, tagId })));
    this.removed.push(...removed.map((tagId) => ({ conversationId: row.id, tagId })));
    if (unreadCount !== before.unreadCount) this.unread.push({ id: row.id, unreadCount });
    this.events.push(
      conversationEvent(this.workspaceId, row.id, row.numberId, this.now, {
        ...(state.assigneeId === before.assigneeId ? {} : { assigneeId: before.assigneeId }),
        ...(state.teamId === before.teamId ? {} : { teamId: before.teamId }),
      }),
    );
    return { ...state, tagIds: [...before.tagIds.filter((tagId) => !removed.includes(tagId)), ...added], unreadCount };
  }

  async write(tx: TenantTx | EngineTx, deps: ChangeDeps): Promise<void> {
    const { workspaceId } = this;
    if (this.states.length > 0) await tx.query(updateWork(workspaceId, this.states));
    if (this.unread.length > 0) await tx.query(updateUnreadCounts(workspaceId, this.unread));
    if (this.removed.length > 0) await tx.query(deleteTags(workspaceId, this.removed));
    if (this.added.length > 0) await tx.query(insertTags(workspaceId, this.added, this.now));
    await appendEntries(tx, deps, workspaceId, this.entries);
    await appendEvents(tx, this.events);
  }
}

async function tagsOf(tx: TenantTx | EngineTx, order: ChangeOrder, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { change } = order;
  const isWanted = typeof change === 'function' || change.addTagIds !== undefined || change.removeTagIds !== undefined;
  if (!isWanted || ids.length === 0) return new Map();
  const pairs = await tx.query<TagPair>(selectTagsOf(order.workspaceId, ids));
  const byConversation = new Map<string, string[]>();
  for (const { conversationId, tagId } of pairs) {
    const known = byConversation.get(conversationId);
    if (known === undefined) byConversation.set(conversationId, [tagId]);
    else known.push(tagId);
  }
  return byConversation;
}

function markedCount(count: number, isUnread: boolean | undefined): number {
  if (isUnread === undefined) return count;
  return isUnread ? Math.max(1, count) : 0;
}

function isAsExpected(row: WorkState, expect: ChangeOrder['expect']): boolean {
  if (expect?.assigneeId !== undefined && expect.assigneeId !== row.assigneeId) return false;
  return expect?.status === undefined || expect.status === row.status;
}

function stateOf(row: WorkState): WorkState {
  const { status, snoozedUntil, resolvedAt, assigneeId, teamId, assignedAt, waitingSince, dueAt, dueKind, botActive } = row;
  return { status, snoozedUntil, resolvedAt, assigneeId, teamId, assignedAt, waitingSince, dueAt, dueKind, botActive };
}
