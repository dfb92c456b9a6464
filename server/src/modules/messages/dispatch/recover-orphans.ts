import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { assertFence, type Lease } from '#platform/leases/lease';
import { isSameProcessAlive, machineName, parseProcessIdentity } from '#platform/process-identity';
import { markNeverSent, markUnknown, selectOrphans, type OrphanRow } from './dispatch.sql.ts';
import { updatedEvent } from './record-outcomes.ts';
import { entryKey, readSendJournal, type JournalEvidence } from './send-journal.ts';

/** How many messages were put back in line, and how many may have been sent. */
export type RecoveryResult = { neverSentCount: number; unknownCount: number };

/**
 * Settles what an earlier holder of a number's lease left in sending. A message that is not in the journal of a process
 * that died on this machine was never sent and goes back in line; every other one may have been sent and waits for a
 * status (`unknown`). Runs before the new holder sends anything for the number.
 *
 * Errors: `LeaseLostError` when the lease is no longer ours; nothing is changed then.
 */
export async function recoverOrphans(
  deps: { db: Database; clock: Clock; holder: string; journalFolder: string; reconcileMs: number },
  lease: Lease,
  numberId: string,
): Promise<RecoveryResult> {
  return withEngine(deps.db, 'recover messages left in sending by an ended process', async (tx) => {
    await assertFence(tx, lease);
    const orphans = await tx.query<OrphanRow>(selectOrphans([numberId], deps.holder));
    if (orphans.length === 0) return { neverSentCount: 0, unknownCount: 0 };
    const now = deps.clock.now();
    const evidence = new Map<string, JournalEvidence>();
    const neverSent: OrphanRow[] = [];
    const unknown: OrphanRow[] = [];
    for (const orphan of orphans) {
      const holder = orphan.holder ?? '';
      if (!evidence.has(holder)) evidence.set(holder, readEvidence(deps.journalFolder, holder));
      const tries = evidence.get(holder) ?? null;
      (tries !== null && !tries.has(entryKey(orphan.message_id, orphan.attempt)) ? neverSent : unknown).push(orphan);
    }
    if (neverSent.length > 0) await tx.query(markNeverSent(neverSent.map((row) => ({ ...keyOf(row), holder: row.holder ?? '' }))));
    if (unknown.length > 0) {
      const reconcileAt = new Date(now.getTime() + deps.reconcileMs);
      await tx.query(
        markUnknown(
          unknown.map((row) => ({ ...keyOf(row), httpStatus: null, errorTitle: 'The sending process ended before the answer' })),
          reconcileAt,
          now,
        ),
      );
    }
    await appendEvents(
      tx,
      orphans.map((row) => updatedEvent({ ...row, id: row.message_id }, now)),
    );
    return { neverSentCount: neverSent.length, unknownCount: unknown.length };
  });
}

function keyOf(row: OrphanRow): { workspaceId: string; messageId: string; attempt: number } {
  return { workspaceId: row.workspace_id, messageId: row.message_id, attempt: row.attempt };
}

/** A journal counts only when its process is dead and this machine has not been restarted since. */
function readEvidence(folder: string, holder: string): JournalEvidence {
  const identity = parseProcessIdentity(holder);
  if (identity === null || identity.machine !== machineName() || isSameProcessAlive(identity)) return null;
  return readSendJournal(folder, holder);
}
