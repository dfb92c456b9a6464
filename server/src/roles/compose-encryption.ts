import type { AuditContext } from '#modules/audit';
import { listLivingBackups, rewrapBackupKeys } from '#modules/backups';
import { createEncryptionMetrics, encryptionJobs } from '#modules/encryption';
import type { EncryptionContext } from '#modules/encryption';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';
import { sealedPlaces } from './sealed-places.ts';

/** What changing keys works with. */
export function encryptionContext(context: Omit<Context, 'idempotency' | 'mails' | 'jobs'>, audit: AuditContext): EncryptionContext {
  const { db, clock, ids, log, keyring, rootKeys, holder } = context;
  return {
    db,
    clock,
    ids,
    log,
    keyring,
    rootKeys,
    audit,
    holder,
    places: sealedPlaces,
    rewrapBackupKeys: () => rewrapBackupKeys({ db, rootKeys, log }),
    livingBackups: () => listLivingBackups(db),
  };
}

/** Builds what changes keys beside the work. */
export function composeEncryption(context: Context, audit: AuditContext): Pick<Modules, 'jobs' | 'parts'> {
  const encryption = encryptionContext(context, audit);
  return { jobs: encryptionJobs(encryption), parts: [createEncryptionMetrics(encryption, context.metrics)] };
}
