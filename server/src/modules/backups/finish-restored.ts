import { settleRestored } from '#modules/messages';
import { openDatabase } from '#platform/db/database';
import { withEngine } from '#platform/db/tx';
import { updateMailsRestored } from '#platform/mail/mails.sql';
import { BackupError } from './backup-error.ts';
import { deleteUnfinishedBackups, updateDrillsAbandoned } from './backups.sql.ts';
import { checkRestored } from './check-restored.ts';
import type { RestoreCheck } from './check-restored.ts';

/** What a restored database needs before it is opened. */
export type FinishInput = {
  url: string;
  now: Date;
  /** How long an unknown message waits for a status. */
  reconcileMs: number;
  suppressionCount: number;
  /** Erases again, in this database, everybody who was erased by today; gives how many people. */
  replayErasures: (databaseUrl: string) => Promise<number>;
};

/** What was done and found. */
export type FinishResult = { unknownMessageCount: number; erasedCount: number; checks: RestoreCheck[] };

/**
 * Makes a restored database fit to be opened: what was under way becomes unknown, so that nothing is sent twice; mails that waited are given up; erased
 * people are erased again; then everything is looked at.
 *
 * Errors: `BackupError` `rows_differ` with the checks that do not hold; those of the database.
 */
export async function finishRestored(input: FinishInput): Promise<FinishResult> {
  const db = openDatabase({
    url: input.url,
    appPoolSize: 2,
    enginePoolSize: 4,
    statementTimeoutMs: 30 * 60_000,
    onError: () => undefined, // the statement that needed the connection rejects
  });
  try {
    const unknownMessageCount = await withEngine(db, 'a restore settles what was under way', async (tx) => {
      await tx.query(updateMailsRestored(input.now));
      await tx.query(deleteUnfinishedBackups());
      await tx.query(updateDrillsAbandoned('A backup was restored meanwhile.', input.now));
      return settleRestored(tx, input.now, input.reconcileMs);
    });
    const erasedCount = await input.replayErasures(input.url);
    const checks = await checkRestored(db, input.suppressionCount);
    const failed = checks.filter(({ ok }) => !ok);
    if (failed.length > 0) throw new BackupError('rows_differ', failed.map(({ detail }) => detail).join(' '));
    return { unknownMessageCount, erasedCount, checks };
  } finally {
    await db.close();
  }
}
