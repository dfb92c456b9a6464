import { createBatcher, type Batcher } from '#platform/batcher';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery, withEngine, type EngineTx } from '#platform/db/tx';
import {
  insertOutgoing,
  selectEarlier,
  updateKeysToEarlier,
  type EarlierMessage,
  type KeyOfOther,
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
  const [row] = await engineQuery<{ ids: string[] }>(deps.db, insertOutgoing(items, now), { retries: 3 });
  const stored = new Set(row?.ids);
  const due = items.filter((item) => stored.has(item.id) && (item.scheduledAt === null || item.scheduledAt <= now));
  if (due.length > 0) deps.wake([...new Set(due.map((item) => item.numberId))]);
  const leftOut = items.filter((item) => !stored.has(item.id));
  const explained = leftOut.length === 0 ? null : await explain(deps, leftOut);
  return items.map((item) => explained?.get(item.id) ?? { kind: 'stored', createdAt: now });
}

/** In a transaction of its own: what was stored above stands by itself, and what is found here was stored by others before. */
function explain(deps: AcceptDeps, leftOut: readonly NewOutgoingMessage[]): Promise<Map<string, AcceptResult>> {
  return withEngine(deps.db, 'find what messages of several workspaces were left out for', (tx) => explainLeftOut(tx, leftOut), {
    retries: 3,
  });
}

async function explainLeftOut(tx: EngineTx, items: readonly NewOutgoingMessage[]): Promise<Map<string, AcceptResult>> {
  const earlier = await tx.query<EarlierMessage | KeyOfOther>(selectEarlier(items));
  const results = new Map<string, AcceptResult>();
  const moved: { workspaceId: string; keyHash: Buffer; messageId: string }[] = [];
  for (const [index, item] of items.entries()) {
    const found = earlier.filter((row) => row.n === index + 1);
    const byKey = found.find((row) => row.by === 'idempotency_key');
    const byRef = found.filter(isMessage).find((row) => row.by !== 'idempotency_key');
    const isSame = item.idempotency?.fingerprint.equals(byKey?.fingerprint ?? Buffer.alloc(0)) === true;
    if (byKey !== undefined && isMessage(byKey)) {
      // An older Kabar kept no fingerprint that could be compared.
      results.set(item.id, isSame || byKey.fingerprint === null ? { kind: 'earlier', message: byKey } : { kind: 'key_reused' });
    } else if (byKey !== undefined && !isSame) {
      results.set(item.id, { kind: 'key_reused' });
    } else if (byRef !== undefined) {
      results.set(item.id, { kind: 'earlier', message: byRef });
      if (item.idempotency !== null) moved.push({ workspaceId: item.workspaceId, keyHash: item.idempotency.keyHash, messageId: byRef.id });
    } else {
      results.set(item.id, { kind: 'contact_gone' });
    }
  }
  if (moved.length > 0) await updateKeysToEarlier(tx, moved);
  return results;
}

function isMessage(row: EarlierMessage | KeyOfOther): row is EarlierMessage {
  return row.id !== null;
}
