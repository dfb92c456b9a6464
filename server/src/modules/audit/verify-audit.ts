import type { Tx } from '#platform/db/tx';
import { GENESIS_HASH, hashEvent } from './audit-entry.ts';
import { selectChain, selectHead } from './audit.sql.ts';

/** What verifying a chain found. `seq` is the first event that does not fit. */
export type AuditVerdict =
  | { ok: true; eventCount: number }
  | { ok: false; seq: number; reason: 'missing' | 'changed' | 'not_chained' | 'beyond_head' | 'head_differs' };

const batchSize = 1_000;

/**
 * Recomputes a chain from its first event that retention has left: finds changed, missing, swapped and forged events and a cut-off tail. A chain
 * rewritten as a whole, head included, is found only against a checkpoint kept elsewhere, see `verifyChain`. Writers may go on meanwhile. Never
 * throws on what it finds.
 */
export async function verifyAudit(tx: Tx, chainId: string): Promise<AuditVerdict> {
  const nothing = { seq: 0, hash: GENESIS_HASH, trimmedSeq: 0, trimmedHash: null };
  const first = (await selectHead(tx, chainId)) ?? nothing;
  let seq = first.trimmedSeq;
  let hash: Buffer = first.trimmedHash ?? GENESIS_HASH;
  for (;;) {
    const events = await selectChain(tx, chainId, seq, batchSize);
    for (const event of events) {
      if (event.seq !== seq + 1) return { ok: false, seq: seq + 1, reason: 'missing' };
      if (!event.prev_hash.equals(hash)) return { ok: false, seq: event.seq, reason: 'not_chained' };
      if (!hashEvent(event).equals(event.hash)) return { ok: false, seq: event.seq, reason: 'changed' };
      seq = event.seq;
      hash = event.hash;
    }
    if (events.length > 0) continue;
    // Read after the last event, because an event and its head become visible together: what was written meanwhile is read in another turn.
    const head = (await selectHead(tx, chainId)) ?? nothing;
    if (seq > head.seq) return { ok: false, seq: head.seq + 1, reason: 'beyond_head' };
    if (seq === head.seq)
      return hash.equals(head.hash) ? { ok: true, eventCount: seq - first.trimmedSeq } : { ok: false, seq, reason: 'head_differs' };
    if ((await selectChain(tx, chainId, seq, 1)).length === 0) return { ok: false, seq: seq + 1, reason: 'missing' };
  }
}
