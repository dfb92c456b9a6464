import type { Keyring } from '#modules/keyring';
import type { EngineTx } from '#platform/db/tx';
import { failureReason, metaErrorJson } from './failure-reason.ts';
import { hashWamid } from './hash-wamid.ts';
import { insertPendingStatuses, mergeStatuses, settleMessages, takeMatchablePendingStatuses, takePendingStatuses } from './statuses.sql.ts';
import type { MergedStatus, PendingStatusRow, StatusFold } from './statuses.sql.ts';
import { sealWamid } from './stored-content.ts';

/** States that WhatsApp tells about an outgoing message. */
export type ToldStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** One status as a delivery tells it. `messageId` is ours, from the tag that travels with every send. */
export type StatusUpdate = {
  workspaceId: string;
  numberId: string;
  messageId: string | null;
  wamid: string;
  status: ToldStatus;
  at: Date;
  error: { code: number; title: string; details: string | null } | null;
  pricing: { category: string; type: string | null; model: string | null } | null;
};

/** A message that changed. */
export type ChangedMessage = { workspaceId: string; messageId: string; numberId: string; conversationId: string; contactId: string };

type StatusDeps = { keyring: Keyring };

const maxFoldCount = 1_000;
const categories: ReadonlySet<string> = new Set(['service', 'utility', 'authentication', 'marketing']);
/** Before WhatsApp's answer was recorded; a status for such a message settles it. */
const openStates: ReadonlySet<string> = new Set(['queued', 'held', 'sending', 'unknown']);

/**
 * Merges delivery statuses into their messages, a thousand per statement, in the caller's transaction. Statuses come
 * late, twice and in any order; the outcome depends on none of that.
 *
 * A status for a message whose send was not recorded (it was being sent, its outcome was unknown) settles the message: it
 * gets its WhatsApp id and leaves dispatch. A status without a message is put aside until the message is known.
 * Gives the messages that changed.
 */
export async function applyStatuses(
  deps: StatusDeps,
  tx: EngineTx,
  updates: readonly StatusUpdate[],
  now: Date,
): Promise<ChangedMessage[]> {
  const folds = await foldUpdates(deps, updates);
  const changed: ChangedMessage[] = [];
  for (let from = 0; from < folds.length; from += maxFoldCount) {
    changed.push(...(await applyFolds(deps, tx, folds.slice(from, from + maxFoldCount), now)));
  }
  return changed;
}

/**
 * Gives statuses that were put aside to messages whose WhatsApp id has become known in this transaction. Gives the
 * messages that changed.
 */
export async function applyPendingStatuses(
  deps: StatusDeps,
  tx: EngineTx,
  messages: readonly { workspaceId: string; messageId: string; numberId: string; wamidHash: Buffer }[],
  now: Date,
): Promise<ChangedMessage[]> {
  if (messages.length === 0) return [];
  const rows = await tx.query<PendingStatusRow>(takePendingStatuses(messages));
  return rows.length === 0 ? [] : applyFolds(deps, tx, foldRows(rows), now);
}

/** Applies statuses that were put aside at the very moment their message was recorded. For a slow, regular sweep. */
export async function sweepPendingStatuses(deps: StatusDeps, tx: EngineTx, now: Date): Promise<ChangedMessage[]> {
  const rows = await tx.query<PendingStatusRow>(takeMatchablePendingStatuses(maxFoldCount));
  return rows.length === 0 ? [] : applyFolds(deps, tx, foldRows(rows), now);
}

/** A fold with the WhatsApp id in clear where it came with the status, and with its hash, which few of them need. */
type Fold = StatusFold & { wamid: string | null; hash: () => Buffer };

async function applyFolds(deps: StatusDeps, tx: EngineTx, folds: readonly Fold[], now: Date): Promise<ChangedMessage[]> {
  const merged = await tx.query<MergedStatus>(mergeStatuses(folds));
  const matched = new Set(merged.map((row) => row.position));
  const repeated = await applyRepeated(deps, tx, folds, merged, now);
  const settled = merged.flatMap((row) => {
    const fold = folds[row.position - 1];
    const isOpen = row.changed && (row.needsWamid || openStates.has(row.before ?? ''));
    return isOpen && fold !== undefined ? [{ row, fold }] : [];
  });
  if (settled.length > 0) await settle(deps, tx, settled, now);
  const unmatched = folds.filter((_, index) => !matched.has(index + 1));
  if (unmatched.length > 0) await tx.query(insertPendingStatuses(unmatched.flatMap(unfold), now));
  const changed = merged.flatMap((row) => {
    const fold = folds[row.position - 1];
    if (!row.changed || fold === undefined || row.conversationId === null || row.contactId === null) return [];
    return [
      {
        workspaceId: fold.workspaceId,
        messageId: row.messageId,
        numberId: fold.numberId,
        conversationId: row.conversationId,
        contactId: row.contactId,
      },
    ];
  });
  return [...changed, ...repeated];
}

/**
 * One message can be told of twice in a batch, once by our id and once by WhatsApp's alone; a statement changes a row only
 * once, so the rest follow one by one.
 */
async function applyRepeated(
  deps: StatusDeps,
  tx: EngineTx,
  folds: readonly Fold[],
  merged: readonly MergedStatus[],
  now: Date,
): Promise<ChangedMessage[]> {
  const changed: ChangedMessage[] = [];
  for (const rows of Map.groupBy(merged, (row) => row.messageId).values()) {
    if (rows.length < 2) continue;
    for (const row of rows) changed.push(...(await applyFolds(deps, tx, folds.slice(row.position - 1, row.position), now)));
  }
  return changed;
}

async function settle(deps: StatusDeps, tx: EngineTx, items: readonly { row: MergedStatus; fold: Fold }[], now: Date): Promise<void> {
  const refs = items.flatMap(({ row, fold }) =>
    row.contactId === null ? [] : [{ workspaceId: fold.workspaceId, contactId: row.contactId }],
  );
  const rings = await deps.keyring.contactKeys(refs, tx);
  const rows = items.map(({ row, fold }) => {
    const key = rings.get(row.contactId ?? '')?.primary;
    // Without the key (the contact was erased) the hash alone is kept.
    const wamidSealed = key === undefined || fold.wamid === null ? null : sealWamid(key, fold.workspaceId, row.messageId, fold.wamid);
    return { workspaceId: fold.workspaceId, messageId: row.messageId, wamidHash: fold.hash(), wamidSealed };
  });
  await tx.query(settleMessages(rows, now));
}

async function foldUpdates(deps: StatusDeps, updates: readonly StatusUpdate[]): Promise<Fold[]> {
  const keys = new Map(
    await Promise.all(
      [...new Set(updates.map((update) => update.workspaceId))].map(async (id) => [id, await deps.keyring.indexKey(id, 'wamid')] as const),
    ),
  );
  const folds = new Map<string, Fold>();
  for (const update of updates) {
    const indexKey = keys.get(update.workspaceId);
    if (indexKey === undefined) continue;
    const { workspaceId, numberId, messageId, wamid } = update;
    const id = `${numberId} ${messageId ?? wamid}`;
    const fold = folds.get(id) ?? emptyFold({ workspaceId, numberId, messageId, wamid, hash: () => hashWamid(indexKey, wamid) });
    folds.set(id, fold);
    addStatus(fold, update);
  }
  // In the order of messages, so that two transactions over the same ones rarely wait for each other crosswise.
  return [...folds.values()].sort((a, b) => ((a.messageId ?? '') < (b.messageId ?? '') ? -1 : 1));
}

function foldRows(rows: readonly PendingStatusRow[]): Fold[] {
  const folds = new Map<string, Fold>();
  for (const row of rows) {
    const { workspaceId, numberId, wamidHash } = row;
    const id = `${numberId} ${wamidHash.toString('base64')}`;
    const fold = folds.get(id) ?? emptyFold({ workspaceId, numberId, messageId: null, wamid: null, hash: () => wamidHash });
    folds.set(id, fold);
    const pricing = row.data?.pricing ?? null;
    addStatus(fold, {
      status: row.status as ToldStatus, // written by `unfold` from the same list
      at: row.at,
      error: row.data?.error ?? null,
      pricing:
        pricing === null ? null : { category: pricing['category'] ?? '', type: pricing['type'] ?? null, model: pricing['model'] ?? null },
    });
  }
  return [...folds.values()];
}

function emptyFold(key: Pick<Fold, 'workspaceId' | 'numberId' | 'messageId' | 'wamid' | 'hash'>): Fold {
  return {
    ...key,
    wamidHash: key.messageId === null ? key.hash() : null,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    playedAt: null,
    failedAt: null,
    failureReason: null,
    metaError: null,
    pricing: null,
    category: null,
  };
}

const timeOf = { sent: 'sentAt', delivered: 'deliveredAt', read: 'readAt', played: 'playedAt', failed: 'failedAt' } as const;
const priceRank: Readonly<Record<string, number>> = { sent: 3, delivered: 4, read: 5 };

/** Commutative and idempotent, like the statement that follows. */
function addStatus(fold: Fold, update: Pick<StatusUpdate, 'status' | 'at' | 'error' | 'pricing'>): void {
  const field = timeOf[update.status];
  const known = fold[field];
  if (known === null || update.at < known) fold[field] = update.at;
  if (update.status === 'failed' && (known === null || update.at < known || fold.metaError === null)) {
    fold.failureReason = failureReason(update.error?.code ?? null);
    fold.metaError = update.error === null ? null : metaErrorJson(update.error);
  }
  const category = update.pricing?.category ?? null;
  if (update.pricing === null || category === null || category === '') return;
  const from = update.status === 'played' ? 'read' : update.status;
  const held: { from?: string } = fold.pricing === null ? {} : (JSON.parse(fold.pricing) as { from?: string }); // written three lines below
  if ((priceRank[from] ?? 0) > (priceRank[held.from ?? ''] ?? -1)) fold.pricing = JSON.stringify({ ...update.pricing, from });
  if (fold.category === null && categories.has(category)) fold.category = category;
}

function unfold(fold: Fold): Parameters<typeof insertPendingStatuses>[0][number][] {
  const statuses = Object.keys(timeOf) as ToldStatus[]; // the very keys of the table above
  return statuses.flatMap((status) => {
    const at = fold[timeOf[status]];
    if (at === null) return [];
    const pricing: { from?: string } | null = fold.pricing === null ? null : (JSON.parse(fold.pricing) as { from?: string }); // made by addStatus
    const data = {
      error: status === 'failed' && fold.metaError !== null ? (JSON.parse(fold.metaError) as unknown) : null,
      pricing: pricing?.from === (status === 'played' ? 'read' : status) ? pricing : null,
      category: fold.category,
    };
    return [{ workspaceId: fold.workspaceId, numberId: fold.numberId, wamidHash: fold.hash(), status, at, data: JSON.stringify(data) }];
  });
}
