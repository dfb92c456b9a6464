import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { selectLiving } from './backups.sql.ts';

/** Backups that can still be restored: of when they are, and until when they are kept. */
export function listLivingBackups(db: Database): Promise<{ snapshotAt: Date; expiresAt: Date }[]> {
  return engineQuery(db, selectLiving());
}
