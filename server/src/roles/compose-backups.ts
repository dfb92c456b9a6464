import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backupsJobs, backupsRoutes, createBackupMetrics } from '#modules/backups';
import type { BackupJobsContext, FitRows, Throwaway } from '#modules/backups';
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded';
import { stopLeftOver } from '#platform/db/embedded/postmaster';
import type { ListableStorage } from '#platform/storage/object-storage';
import { carriedTables, openBackupPlaces, readBackupSettings } from './backup-parts.ts';
import type { Context } from './context.ts';
import type { Modules } from './modules.ts';

/** What backups take from the parts below them. */
export type BackupsNeeds = {
  publicUrl: string;
  operators: readonly string[];
  mediaStorage: ListableStorage;
  replayErasures?: (databaseUrl: string) => Promise<number>;
  raiseHashes?: (databaseUrl: string) => Promise<FitRows>;
};

/** Builds backups with their nightly work. */
export function composeBackups(context: Context, needs: BackupsNeeds): Pick<Modules, 'routes' | 'jobs' | 'parts'> {
  const { config, db, databaseUrl, clock, ids, log, rootKeys, holder, gate, jobs, mails, keyring, metrics } = context;
  const places = openBackupPlaces(config, gate);
  const backups: BackupJobsContext = {
    db,
    databaseUrl,
    clock,
    ids,
    log,
    rootKeys,
    holder,
    settings: readBackupSettings(config),
    places,
    media: needs.mediaStorage,
    carried: carriedTables,
    reconcileMs: config.messages.reconcileAfterMs,
    signingKey: () => keyring.signingKey(),
    startThrowaway: () => startThrowaway(join(config.paths.home, 'drills')),
    replayErasures: needs.replayErasures ?? (() => Promise.reject(new Error('this process cannot replay erasures'))),
    raiseHashes: needs.raiseHashes,
    operators: needs.operators,
    publicUrl: needs.publicUrl,
    mail: (tx, mail, dedupeKey) => mails.add(tx, mail, { template: 'backup_alarm', dedupeKey }),
    jobs,
  };
  return {
    routes: backupsRoutes(backups),
    jobs: backupsJobs(backups),
    parts: [
      createBackupMetrics(backups, metrics),
      {
        name: 'backup_places',
        stop: () => {
          for (const place of Object.values(places)) place?.close();
        },
      },
    ],
  };
}

/** A PostgreSQL in a folder of its own, which may lose everything and therefore waits for no disk. What killed drills left is removed first. */
async function startThrowaway(folder: string): Promise<Throwaway> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) await removeHome(join(folder, name));
  const home = await mkdtemp(join(folder, 'drill-'));
  const server = await startEmbeddedPostgres({
    home,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' },
    onNotice: () => undefined,
  });
  return {
    url: server.url,
    remove: async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function removeHome(home: string): Promise<void> {
  await stopLeftOver(join(home, 'postgres'));
  await rm(home, { recursive: true, force: true });
}
