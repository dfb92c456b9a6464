import type { Config } from '#config';
import type { FitRows } from '#modules/backups';
import { fitCarriedRows, raiseRestored } from '#modules/encryption';
import type { Log } from '#platform/log';
import { createContext } from './context.ts';
import { createLifecycle } from './lifecycle.ts';

/**
 * Brings the hashes of a restored database under the index keys of today, which lie in it already, and gives what does the same with rows that outlive a restore. Works on that
 * database alone.
 *
 * Errors: those of the key ring and the database; the restored database must not be opened then.
 */
export async function raiseHashesIn(config: Config, databaseUrl: string, log: Log): Promise<FitRows> {
  const lifecycle = createLifecycle({ log, graceMs: 10_000 });
  try {
    const { db, clock, keyring } = await createContext(config, { databaseUrl, smtpUrl: null }, lifecycle, log);
    const keys = await raiseRestored({ db, clock, keyring }, new AbortController().signal);
    return (table, rows) => Promise.resolve(fitCarriedRows(keys, table, rows));
  } finally {
    await lifecycle.stop();
  }
}
