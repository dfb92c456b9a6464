import { updateActivity } from '#modules/conversations';
import type { Keyring } from '#modules/keyring';
import type { KeyRing } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import type { EngineTx } from '#platform/db/tx';
import type { ChangedMessage } from './apply-statuses.ts';
import { hashWamid } from './hash-wamid.ts';
import {
  insertPendingChanges,
  lockByWamid,
  takeMatchablePendingChanges,
  takePendingChanges,
  updateEdited,
  updateRevoked,
  upsertReactions,
} from './inbound.sql.ts';
import type { PendingChange, RewrittenContent, TargetRow, WamidKey } from './inbound.sql.ts';
import { openContent, sealContent } from './stored-content.ts';

/** A reaction to, an edit of, or the taking back of a message, by whoever wrote to us or by the business in its own app. */
export type MessageChange = {
  workspaceId: string;
  numberId: string;
  /** Who the conversation is with. */
  contactId: string;
  change: 'reaction' | 'edit' | 'revoke';
  by: 'contact' | 'business';
  targetWamid: string;
  at: Date;
  /** Null: the reaction was taken back. */
  emoji: string | null;
  /** New content of an edit. */
  content: unknown;
};

type ChangeDeps = { keyring: Keyring };
type ResolvedChange = Omit<MessageChange, 'targetWamid'> & { wamidHash: Buffer };

/**
 * Applies changes to the messages they mean, in the caller's transaction; one whose message is not here yet is put aside
 * until it comes. Only the newest change of a kind and side counts, whatever the order. A revoke empties the
 * message. Only its author can edit or revoke a message. A customer's reaction keeps the service window open.
 *
 * Idempotent. Gives the messages that were touched.
 */
export async function applyChanges(
  deps: ChangeDeps,
  tx: EngineTx,
  changes: readonly MessageChange[],
  now: Date,
): Promise<ChangedMessage[]> {
  if (changes.length === 0) return [];
  const indexKeys = new Map(
    await Promise.all(
      [...new Set(changes.map((change) => change.workspaceId))].map(async (id) => [id, await deps.keyring.indexKey(id, 'wamid')] as const),
    ),
  );
  const resolved = changes.flatMap((change): ResolvedChange[] => {
    const indexKey = indexKeys.get(change.workspaceId);
    return indexKey === undefined ? [] : [{ ...change, wamidHash: hashWamid(indexKey, change.targetWamid) }];
  });
  const { applied, left } = await applyResolved(deps, tx, newestOf(resolved));
  if (left.length > 0) await putAside(deps, tx, left, now);
  return applied;
}

/** Applies what waited for messages that have become known in this transaction. Gives the messages that were touched. */
export async function applyPendingChanges(deps: ChangeDeps, tx: EngineTx, keys: readonly WamidKey[]): Promise<ChangedMessage[]> {
  if (keys.length === 0) return [];
  return applyTaken(deps, tx, await tx.query<PendingChange>(takePendingChanges(keys)));
}

/** Applies changes that were put aside at the very moment their message was recorded. For a slow, regular sweep. */
export async function sweepPendingChanges(deps: ChangeDeps, tx: EngineTx): Promise<ChangedMessage[]> {
  return applyTaken(deps, tx, await tx.query<PendingChange>(takeMatchablePendingChanges(500)));
}

async function applyTaken(deps: ChangeDeps, tx: EngineTx, rows: readonly PendingChange[]): Promise<ChangedMessage[]> {
  if (rows.length === 0) return [];
  const rings = await deps.keyring.contactKeys(rows, tx);
  const changes = rows.flatMap((row): ResolvedChange[] => {
    const ring = rings.get(row.contactId);
    if (ring === undefined) return []; // erased meanwhile
    const { kind, contentSealed, ...rest } = row;
    return [{ ...rest, change: kind, emoji: null, content: null, ...openPending(ring, row, contentSealed) }];
  });
  return (await applyResolved(deps, tx, changes)).applied;
}

function newestOf(changes: readonly ResolvedChange[]): ResolvedChange[] {
  const newest = new Map<string, ResolvedChange>();
  for (const change of changes) {
    const id = `${change.numberId} ${change.wamidHash.toString('base64')} ${change.change} ${change.by}`;
    const known = newest.get(id);
    if (known === undefined || change.at >= known.at) newest.set(id, change);
  }
  return [...newest.values()];
}

async function applyResolved(
  deps: ChangeDeps,
  tx: EngineTx,
  changes: readonly ResolvedChange[],
): Promise<{ applied: ChangedMessage[]; left: ResolvedChange[] }> {
  if (changes.length === 0) return { applied: [], left: [] };
  const targets = await tx.query<TargetRow>(lockByWamid(changes));
  const byPosition = new Map(targets.map((target) => [target.position, target]));
  const found = changes.flatMap((change, index) => {
    const target = byPosition.get(index + 1);
    return target !== undefined && mayChange(change, target) ? [{ change, target }] : [];
  });
  const left = changes.filter((_, index) => !byPosition.has(index + 1));
  if (found.length > 0) await write(deps, tx, found);
  const applied = found.map(({ change, target }) => ({
    workspaceId: change.workspaceId,
    messageId: target.messageId,
    numberId: change.numberId,
    conversationId: target.conversationId,
    contactId: target.contactId,
  }));
  return { applied, left };
}

function mayChange(change: ResolvedChange, target: TargetRow): boolean {
  return change.change === 'reaction' || (change.by === 'contact') === (target.direction === 'in');
}

async function write(deps: ChangeDeps, tx: EngineTx, found: readonly { change: ResolvedChange; target: TargetRow }[]): Promise<void> {
  const rings = await deps.keyring.contactKeys(
    found.map(({ change, target }) => ({ workspaceId: change.workspaceId, contactId: target.contactId })),
    tx,
  );
  const withRing = found.flatMap((item) => {
    const ring = rings.get(item.target.contactId);
    return ring === undefined ? [] : [{ ...item, ring }];
  });
  const reactions = withRing
    .filter(({ change }) => change.change === 'reaction')
    .map(({ change, target, ring }) => ({
      workspaceId: change.workspaceId,
      messageId: target.messageId,
      by: change.by,
      emojiSealed:
        change.emoji === null ? null : seal(ring.primary, reactionAad(change.workspaceId, target.messageId, change.by), change.emoji),
      at: change.at,
    }));
  const edits = withRing.filter(({ change }) => change.change === 'edit').map((item) => rewrite(item, item.change.content));
  const revokes = withRing.filter(({ change }) => change.change === 'revoke').map((item) => rewrite(item, {}));
  if (reactions.length > 0) await tx.query(upsertReactions(reactions));
  if (edits.length > 0) await tx.query(updateEdited(edits));
  if (revokes.length > 0) await tx.query(updateRevoked(revokes));
  await keepWindowsOpen(tx, withRing);
}

type WithRing = { change: ResolvedChange; target: TargetRow; ring: KeyRing };

function rewrite({ change, target, ring }: WithRing, content: unknown): RewrittenContent {
  const { workspaceId } = change;
  const { messageId } = target;
  const before = openContent(ring, workspaceId, messageId, target.contentSealed);
  return {
    workspaceId,
    messageId,
    contentSealed: sealContent(ring.primary, workspaceId, messageId, { ...before, content }),
    at: change.at,
  };
}

async function keepWindowsOpen(tx: EngineTx, found: readonly WithRing[]): Promise<void> {
  const newest = new Map<string, { workspaceId: string; at: Date }>();
  for (const { change, target } of found) {
    if (change.change !== 'reaction' || change.by !== 'contact' || change.emoji === null) continue;
    const known = newest.get(target.conversationId);
    if (known === undefined || change.at > known.at) newest.set(target.conversationId, { workspaceId: change.workspaceId, at: change.at });
  }
  if (newest.size === 0) return;
  await tx.query(
    updateActivity(
      [...newest].map(([conversationId, { workspaceId, at }]) => ({
        workspaceId,
        conversationId,
        lastMessageId: null,
        lastActivityAt: at,
        unreadCount: 0,
        lastInboundAt: at,
        answeredAt: null,
        waitingSince: null,
      })),
    ),
  );
}

async function putAside(deps: ChangeDeps, tx: EngineTx, changes: readonly ResolvedChange[], now: Date): Promise<void> {
  const rings = await deps.keyring.contactKeys(changes, tx);
  const rows = changes.flatMap((change): PendingChange[] => {
    const key = rings.get(change.contactId)?.primary;
    if (key === undefined) return [];
    const { workspaceId, numberId, wamidHash, by, contactId, at, emoji, content } = change;
    const contentSealed = change.change === 'revoke' ? null : seal(key, pendingAad(change), JSON.stringify({ emoji, content }));
    return [{ workspaceId, numberId, wamidHash, kind: change.change, by, contactId, contentSealed, at }];
  });
  await tx.query(insertPendingChanges(rows, now));
}

function openPending(ring: KeyRing, row: PendingChange, sealed: Buffer | null): { emoji?: string | null; content?: unknown } {
  // Sealed by `putAside` under an authenticated cipher, so the shape is the one it wrote.
  return sealed === null ? {} : (JSON.parse(open(ring, pendingAad(row), sealed).toString()) as { emoji: string | null; content: unknown });
}

function pendingAad({ workspaceId, wamidHash }: WamidKey): string[] {
  return [workspaceId, 'pending_changes', 'content_sealed', wamidHash.toString('hex')];
}

/** What a sealed reaction is bound to. */
export function reactionAad(workspaceId: string, messageId: string, by: 'contact' | 'business'): string[] {
  return [workspaceId, 'message_reactions', 'emoji_sealed', `${messageId}/${by}`];
}
