import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { selectTransactions } from './retention.sql.ts';

/** PostgreSQL's backends publish their counts about once a second; a shorter look would see nothing or a heap. */
const lookEveryMs = 1_000;

/** How many transactions a second everybody else makes in this database, looked at every second at most. */
export type DatabaseLoad = { othersPerSecond(): Promise<number>; ownTransaction(): void };

/** Watches the database beside one's own work, which is told by `ownTransaction`. */
export function watchDatabaseLoad(db: Database): DatabaseLoad {
  let seen: { count: number; atMs: number } | null = null;
  let own = 0;
  let others = 0;
  return {
    ownTransaction: () => {
      own += 1;
    },
    othersPerSecond: async () => {
      const atMs = performance.now();
      if (seen !== null && atMs - seen.atMs < lookEveryMs) return others;
      const [row] = await engineQuery<{ count: number }>(db, selectTransactions);
      const count = row?.count ?? 0;
      if (seen !== null) others = Math.max(0, ((count - seen.count - own) * 1_000) / (atMs - seen.atMs));
      seen = { count, atMs };
      own = 1; // this very look
      return others;
    },
  };
}
