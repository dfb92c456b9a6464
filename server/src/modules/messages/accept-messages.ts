import { ID_PREFIXES } from '@kabar/contract';
import { createBatcher, type Batcher } from '#platform/batcher';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { withEngine, type EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import {
  insertOutgoing,
  notifyDispatch,
  selectEarlier,
  updateKeysToEarlier,
  type EarlierMessage,
  type NewOutgoingMessage,
} from './accept.sql.ts';

/**
 * What became of one message. `stored`: durable, will be dispatched. `earlier`: the same request was accepted before and
 * nothing was done. `key_reused`: the key belongs to a different request. `contact_gone`: the contact was merged or
 * erased since it was looked up.
 */
export type AcceptResult =
  | { kind: 'stored'; createdAt: Date }
  | { kind: 'earlier'; message: EarlierMessage }
  | { kind: 'key_reused' }
  | { kind: 'contact_gone' };

/** What accepting needs. `wake` is told which numbers have new work, for a dispatcher in this process. */
export type AcceptDeps = { db: Database; clock: Clock; wake: (numberIds: readonly string[]) => void };

/**
 * Collects messages that are accepted at the same time into one durable write. `add` resolves only after the commit.
 * Idempotent per (workspace, key) and per (workspace, client reference), also between processes.
 */
export function createMessageAcceptor(deps: AcceptDeps): Batcher<NewOutgoingMessage, AcceptResult> {
  return createBatcher<NewOutgoingMessage, AcceptResult>({ flush: (items) => acceptBatch(deps, items) });
}

async function acceptBatch(deps: AcceptDeps, items: readonly NewOutgoingMessage[]): Promise<AcceptResult[]> {
  const now = deps.clock.now();
  const results = await withEngine(deps.db, 'accept messages of several workspaces in one commit', (tx) => storeBatch(tx, items, now), {
    retries: 3,
  });
  const due = items.filter((item, index) => results[index]?.kind === 'stored' && (item.scheduledAt === null || item.scheduledAt <= now));
  if (due.length > 0) deps.wake([...new Set(due.map((item) => item.numberId))]);
  return results;
}

async function storeBatch(tx: EngineTx, items: readonly NewOutgoingMessage[], now: Date): Promise<AcceptResult[]> {
  const rows = await tx.query<{ id: string }>(insertOutgoing(items, now));
  const stored = new Set(rows.map((row) => row.id));
  const newItems = items.filter((item) => stored.has(item.id));
  const events = appendEvents(
    tx,
    newItems.map((item) => createdEvent(item, now)),
  );
  const woken = newItems.length > 0 ? tx.query(notifyDispatch([...new Set(newItems.map((item) => item.numberId))])) : null;
  await Promise.all([events, woken]);
  if (stored.size === items.length) return items.map(() => ({ kind: 'stored', createdAt: now }));
  const leftOut = items.filter((item) => !stored.has(item.id));
  const explained = await explainLeftOut(tx, leftOut);
  return items.map((item) => explained.get(item.id) ?? { kind: 'stored', createdAt: now });
}

async function explainLeftOut(tx: EngineTx, items: readonly NewOutgoingMessage[]): Promise<Map<string, AcceptResult>> {
  const earlier = await tx.query<EarlierMessage>(selectEarlier(items));
  const results = new Map<string, AcceptResult>();
  const moved: { workspaceId: string; key: string; messageId: string }[] = [];
  for (const [index, item] of items.entries()) {
    const found = earlier.filter((row) => row.n === index + 1);
    const byKey = found.find((row) => row.by === 'idempotency_key');
    const byRef = found.find((row) => row.by === 'client_ref');
    if (byKey !== undefined) {
      const same = item.idempotency !== null && byKey.fingerprint?.equals(item.idempotency.fingerprint) === true;
      results.set(item.id, same ? { kind: 'earlier', message: byKey } : { kind: 'key_reused' });
    } else if (byRef !== undefined) {
      results.set(item.id, { kind: 'earlier', message: byRef });
      if (item.idempotency !== null) moved.push({ workspaceId: item.workspaceId, key: item.idempotency.key, messageId: byRef.id });
    } else {
      results.set(item.id, { kind: 'contact_gone' });
    }
  }
  if (moved.length > 0) await updateKeysToEarlier(tx, moved);
  return results;
}

function createdEvent(item: NewOutgoingMessage, now: Date): Parameters<typeof appendEvents>[1][number] {
  return {
    workspaceId: item.workspaceId,
    type: 'message.created',
    data: {
      message_id: toPublicId(ID_PREFIXES.message, item.id),
      conversation_id: toPublicId(ID_PREFIXES.conversation, item.conversationId),
      number_id: toPublicId(ID_PREFIXES.number, item.numberId),
    },
    occurredAt: now,
  };
}
