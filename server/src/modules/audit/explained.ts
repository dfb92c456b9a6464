import type { AuditCheckpoint, AuditProblem } from '@kabar/contract';
import type { Tx } from '#platform/db/tx';
import type { AnchorContext } from './audit-anchor.ts';
import { selectRestores, type RestoreRow } from './audit.sql.ts';
import { fingerprintOf } from './checkpoint.ts';
import { readStatements } from './restore-statement.ts';

/** What restores explain in a chain. */
export type Explained = {
  /** Whether this checkpoint belongs to the lost hours of a restore that the log and a signed statement both tell of. */
  has(checkpoint: AuditCheckpoint): boolean;
  /** Entries that tell of a restore which no signed statement proves. */
  problems: AuditProblem[];
};

/** Entries of a chain that tell of restores, to be read in the same moment as the chain itself. */
export function readRestores(tx: Tx, chainId: string): Promise<RestoreRow[]> {
  return selectRestores(tx, chainId);
}

/**
 * Which checkpoints a chain need not fit. A statement counts when it is signed, and its entry stands right behind the entry that it names, by number and by hash.
 * Where retention has removed that entry, the signature alone counts.
 */
export async function explainRestores(
  ctx: AnchorContext,
  chainId: string,
  rows: readonly RestoreRow[],
  trimmedSeq: number,
): Promise<Explained> {
  const statements = await readStatements(ctx, chainId);
  const lost = new Set<string>();
  const problems: AuditProblem[] = [];
  for (const row of rows) {
    if (row.statement === null) continue;
    const statement = statements.get(row.statement)?.document;
    if (statement === undefined || statement.seq + 1 !== row.seq || statement.hash !== row.prevHash.toString('hex'))
      problems.push({ seq: row.seq, reason: 'restore_unproved' });
    else for (const { fingerprint } of statement.lost) lost.add(fingerprint);
  }
  for (const { document } of statements.values())
    if (document.seq + 1 <= trimmedSeq) for (const { fingerprint } of document.lost) lost.add(fingerprint);
  return { has: (checkpoint) => lost.has(fingerprintOf(checkpoint).toString('hex')), problems };
}
