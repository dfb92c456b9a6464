import type { AuditContext } from '#modules/audit';
import { orderSilentErasures, type ErasureContext } from '#modules/erasure';
import { createRetentionMetrics, retentionJobs, retentionRoutes } from '#modules/retention';
import type { InstallationCeilings, RetentionContext } from '#modules/retention';
import type { ObjectStorage } from '#platform/storage/object-storage';
import { createSealedStorage } from '#platform/storage/sealed-storage';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';
import { catalogue } from './personal-data.ts';

/** Builds retention. */
export function composeRetention(
  { config, db, clock, ids, log, keyring, jobs, metrics, mails }: Context,
  { audit, mediaStorage, publicUrl }: { audit: AuditContext; mediaStorage: ObjectStorage; publicUrl: string },
  erasure: Pick<ErasureContext, 'clock' | 'ids' | 'audit'>,
): Pick<Modules, 'routes' | 'jobs'> {
  const retention: RetentionContext = {
    db,
    clock,
    ids,
    log,
    keyring,
    audit,
    storage: createSealedStorage(mediaStorage),
    jobs,
    metrics: createRetentionMetrics(metrics),
    catalogue,
    publicUrl,
    addMail: (tx, mail, options) => mails.add(tx, mail, options),
    eraseSilent: (tx, workspaceId, contactIds) => orderSilentErasures(erasure, tx, workspaceId, contactIds),
    ceilings: installationCeilings(config),
  };
  return { routes: retentionRoutes(retention), jobs: retentionJobs(retention) };
}

/** Longest periods that the settings of the installation allow. */
export function installationCeilings({ messages }: { messages: { payloadRetentionDays: number } }): InstallationCeilings {
  // Full days and the day that runs, with the hour until the next sweep.
  return { webhook_payload: { months: 0, days: messages.payloadRetentionDays + 2 } };
}
