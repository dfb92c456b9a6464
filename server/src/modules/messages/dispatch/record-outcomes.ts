import { ID_PREFIXES, type ReasonCode } from '@kabar/contract';
import { createBatcher, type Batcher } from '#platform/batcher';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { withEngine, type EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId, type Ids } from '#platform/ids';
import { upsertReactions, type ReactionRow } from '../inbound.sql.ts';
import { tellOfFailures } from '../tell-of-failures.ts';
import { markUnknown } from './dispatch.sql.ts';
import { recordAccepted, recordFailed, recordHeld, recordRetry, type AcceptedRow, type RefusedRow } from './outcomes.sql.ts';

/** What became of one try, ready to be stored. */
export type Outcome =
  | ({ kind: 'accepted'; numberId: string; reaction: ReactionRow | null } & AcceptedRow)
  | ({ kind: 'failed'; reason: ReasonCode } & RefusedRow)
  | ({ kind: 'held'; reason: ReasonCode } & RefusedRow)
  | ({ kind: 'retry'; dueAt: Date } & RefusedRow)
  | { kind: 'unknown'; workspaceId: string; messageId: string; attempt: number; httpStatus: number | null; errorTitle: string | null };

/** What recording needs. `applyPending` gives statuses that came before the wamid was known to their messages. */
export type RecordDeps = {
  db: Database;
  clock: Clock;
  ids: Ids;
  reconcileMs: number;
  holdRecheckMs: number;
  applyPending(
    tx: EngineTx,
    sends: readonly { workspaceId: string; messageId: string; numberId: string; wamidHash: Buffer }[],
  ): Promise<void>;
};

type Changed = { workspace_id: string; id: string; number_id: string; conversation_id: string };

/**
 * Stores outcomes of sends in batches, each batch in one transaction with the events about it. Safe to repeat: every
 * statement changes only what is still waiting for that outcome.
 */
export function createOutcomeRecorder(deps: RecordDeps): Batcher<Outcome, void> {
  return createBatcher<Outcome, void>({
    flush: async (outcomes) => {
      await withEngine(deps.db, 'record the outcomes of sends of several workspaces', (tx) => recordBatch(deps, tx, outcomes), {
        retries: 5,
      });
      return outcomes.map(() => undefined);
    },
  });
}

async function recordBatch(deps: RecordDeps, tx: EngineTx, outcomes: readonly Outcome[]): Promise<void> {
  const now = deps.clock.now();
  // In the order of ids, so that two batches which touch the same messages cannot wait for each other.
  const sorted = outcomes.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
  const accepted = sorted.filter((outcome) => outcome.kind === 'accepted');
  const failed = sorted.filter((outcome) => outcome.kind === 'failed');
  const held = sorted.filter((outcome) => outcome.kind === 'held');
  const retry = sorted.filter((outcome) => outcome.kind === 'retry');
  const unknown = sorted.filter((outcome) => outcome.kind === 'unknown');
  const recheckAt = new Date(now.getTime() + deps.holdRecheckMs);
  const reconcileAt = new Date(now.getTime() + deps.reconcileMs);
  const changed = await Promise.all([
    accepted.length > 0 ? tx.query<Changed>(recordAccepted(accepted)) : [],
    failed.length > 0 ? tx.query<Changed>(recordFailed(failed)) : [],
    held.length > 0 ? tx.query<Changed>(recordHeld(held, recheckAt)) : [],
    retry.length > 0 ? tx.query<Changed>(recordRetry(retry)) : [],
    unknown.length > 0 ? tx.query<Changed>(markUnknown(unknown, reconcileAt, now)) : [],
  ]);
  if (accepted.length > 0) await deps.applyPending(tx, accepted);
  await tellOfFailures(
    deps,
    tx,
    failed.map(({ workspaceId, messageId }) => ({ workspaceId, messageId })),
  );
  const reacted = await recordReactions(tx, accepted);
  await appendEvents(
    tx,
    [...changed.flat(), ...reacted].map((row) => updatedEvent(row, now)),
  );
}

/** Puts reactions that went out onto the messages they belong to; of one message the newest counts. */
async function recordReactions(tx: EngineTx, accepted: readonly { reaction: ReactionRow | null }[]): Promise<Changed[]> {
  const newest = new Map<string, ReactionRow>();
  for (const { reaction } of accepted) if (reaction !== null) newest.set(reaction.messageId, reaction);
  if (newest.size === 0) return [];
  return tx.query<Changed>(upsertReactions([...newest.values()]));
}

/** Tells listeners that a message changed. */
export function updatedEvent(row: Changed, now: Date): Parameters<typeof appendEvents>[1][number] {
  return {
    workspaceId: row.workspace_id,
    type: 'message.updated',
    data: {
      message_id: toPublicId(ID_PREFIXES.message, row.id),
      conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversation_id),
      number_id: toPublicId(ID_PREFIXES.number, row.number_id),
    },
    occurredAt: now,
  };
}
