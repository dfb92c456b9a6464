import type { Database } from '#platform/db/database';
import { engineQuery, type EngineTx } from '#platform/db/tx';
import { selectRowsWritten, selectRowsWrittenHere } from './retention.sql.ts';

/** PostgreSQL's backends publish their counts about once a second; a shorter look would see nothing or a heap. */
const lookEveryMs = 1_000;

/**
 * How many rows a second everybody else inserts or changes in this database, looked at every second at most. Rows and not transactions: messages go through
 * in batches, so a path at its limit makes hardly more transactions than an idle one, and some 25 written rows per message.
 */
export type DatabaseLoad = {
  othersPerSecond(): Promise<number>;
  /** Runs work of one's own in its transaction, so that what it writes is not taken for others'. */
  own<T>(tx: EngineTx, work: () => Promise<T>): Promise<T>;
};

/** Watches the database beside one's own work. */
export function watchDatabaseLoad(db: Database): DatabaseLoad {
  let seen: { count: number; atMs: number } | null = null;
  /** Written by oneself and not yet part of what the database told. */
  let ownUnseen = 0;
  let others = 0;
  return {
    own: async (tx, work) => {
      // What the connection wrote before and has not told yet is in both.
      const before = await rowsWrittenHere(tx);
      const done = await work();
      ownUnseen += (await rowsWrittenHere(tx)) - before;
      return done;
    },
    othersPerSecond: async () => {
      const atMs = performance.now();
      if (seen !== null && atMs - seen.atMs < lookEveryMs) return others;
      const [row] = await engineQuery<{ count: number }>(db, selectRowsWritten);
      const count = row?.count ?? 0;
      if (seen !== null) {
        const written = count - seen.count;
        others = (Math.max(0, written - ownUnseen) * 1_000) / (atMs - seen.atMs);
        ownUnseen = Math.max(0, ownUnseen - written);
      }
      seen = { count, atMs };
      return others;
    },
  };
}

async function rowsWrittenHere(tx: EngineTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(selectRowsWrittenHere);
  return row?.count ?? 0;
}
