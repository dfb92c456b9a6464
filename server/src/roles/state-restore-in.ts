import type { Config } from '#config';
import { stateRestore } from '#modules/audit';
import type { Log } from '#platform/log';
import { commandGate } from './backup-parts.ts';
import { openCheckpoints } from './compose-audit.ts';
import { createContext } from './context.ts';
import { createLifecycle } from './lifecycle.ts';

/**
 * Says in the audit chains of a restored database that they were restored, and by a signed statement which checkpoints belong to the lost hours. Gives how many
 * checkpoints those are. Errors: those of the place of the checkpoints; the database must not be opened then.
 */
export async function stateRestoreIn(
  config: Config,
  databaseUrl: string,
  from: { backupId: string; backupAt: Date },
  log: Log,
): Promise<number> {
  const lifecycle = createLifecycle({ log, graceMs: 10_000 });
  try {
    const { db, clock, ids, keyring } = await createContext(config, { databaseUrl, smtpUrl: null }, lifecycle, log);
    const checkpoints = openCheckpoints(config, commandGate);
    await lifecycle.start({ name: 'audit_checkpoints', stop: () => checkpoints.close() });
    const { lostCount } = await stateRestore(
      {
        db,
        clock,
        ids,
        keyring,
        log,
        checkpoints,
        signingKey: () => keyring.signingKey(),
        formerSigningKeys: () => keyring.formerSigningKeys(),
      },
      from,
    );
    return lostCount;
  } finally {
    await lifecycle.stop();
  }
}
