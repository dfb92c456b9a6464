import type { Config } from '#config';
import { createKeyring, installationId } from '#modules/keyring';
import type { Keyring, SecretPlace } from '#modules/keyring';
import { systemClock } from '#platform/clock';
import type { Clock } from '#platform/clock';
import { openDatabase } from '#platform/db/database';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { createEgressGate, type RuledGate } from '#platform/egress/gate';
import { createEventFeed } from '#platform/events/event-feed';
import type { EventFeed } from '#platform/events/event-feed';
import { createNotifications } from '#platform/events/notifications';
import type { Notifications } from '#platform/events/notifications';
import { createIdempotency, type Idempotency } from '#platform/idempotency/idempotency';
import { repeatableIds } from '#platform/idempotency/steps';
import { systemIds } from '#platform/ids';
import type { Ids } from '#platform/ids';
import { createJobs } from '#platform/jobs/jobs';
import type { Jobs } from '#platform/jobs/jobs';
import { createHolderId, releaseLeasesOfDeadHolders } from '#platform/leases/lease';
import type { Log } from '#platform/log';
import { createFaultInbox, type FaultInbox } from '#platform/logging/fault-inbox';
import { createMailOutbox } from '#platform/mail/mail-outbox';
import type { MailOutbox, MailSealer } from '#platform/mail/mail-outbox';
import { createSmtpTransport } from '#platform/mail/smtp-transport';
import { createMetrics } from '#platform/metrics';
import type { Metrics } from '#platform/metrics';
import { reportJobs } from './job-metrics.ts';
import type { Lifecycle } from './lifecycle.ts';
import { awaitRootKeys, openRootKeys, vaultRules } from './root-keys.ts';
import type { InstalledRootKeys } from './root-keys.ts';

/** What every part of a serving process is built from. */
export type Context = {
  config: Config;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** What the log of this process noted as faults of ours. */
  faults: FaultInbox;
  metrics: Metrics;
  db: Database;
  /** Address for the owner of the database; a secret. */
  databaseUrl: string;
  keyring: Keyring;
  /** The root of all keys, for what is wrapped beside the key ring. */
  rootKeys: InstalledRootKeys;
  notifications: Notifications;
  feed: EventFeed;
  jobs: Jobs;
  mails: MailOutbox;
  /** Runs requests with an `Idempotency-Key` once. */
  idempotency: Idempotency;
  /** Asked before every connection to somebody else's server; shut until the register was read. */
  gate: RuledGate;
  /** Mail server in use: that of the settings or of the emulator. */
  smtpUrl: string | null;
  /** This process's name in leases. */
  holder: string;
};

/**
 * Builds and starts the platform of a process on a migrated database. Everything started ends with the lifecycle, the
 * database last. Without `smtpUrl` mails wait in the database until there is one.
 *
 * Errors: plain sentences about the root key; database errors.
 */
export async function createContext(
  config: Config,
  from: { databaseUrl: string; smtpUrl: string | null },
  lifecycle: Lifecycle,
  log: Log,
  faults: FaultInbox = createFaultInbox(),
): Promise<Context> {
  const { databaseUrl, smtpUrl } = from;
  const clock = systemClock;
  const ids = repeatableIds(systemIds);
  const metrics = createMetrics({ processMetrics: true });
  const db = openDatabase({
    url: databaseUrl,
    appPoolSize: config.database.appPoolSize,
    enginePoolSize: config.database.enginePoolSize,
    onError: (error) => log.warn('a database connection was lost', { error }),
  });
  await lifecycle.start({ name: 'database', stop: () => db.close() });
  observePools(db, metrics);
  const gate = createEgressGate({ clock, log, metrics, beforeRules: vaultRules(config) });
  const rootKeys = await loadRootKeys(config, db, gate, log);
  await lifecycle.start({ name: 'root_keys', stop: () => rootKeys.close() });
  const notifications = createNotifications({ url: databaseUrl, clock, log });
  const keyring = createKeyring({ db, rootKeys, clock, notifications });
  const feed = createEventFeed({ db, notifications, clock, log });
  await lifecycle.start({ name: 'notifications', start: () => notifications.start(), stop: () => notifications.stop() });
  await lifecycle.start({ name: 'events', start: () => feed.start(), stop: () => feed.stop() });
  const freed = await releaseLeasesOfDeadHolders(db);
  if (freed > 0) log.info('leases of processes that had died were released', { count: freed });
  const jobs = createJobs({ url: databaseUrl, poolSize: config.database.jobPoolSize, report: reportJobs(log, metrics) });
  const mails = createMailOutbox({
    db,
    notifications,
    clock,
    ids: systemIds,
    log,
    sealer: sealMails(keyring),
    transport: smtpUrl === null ? null : createSmtpTransport({ url: smtpUrl, from: config.mail.from, gate }),
  });
  await lifecycle.start({ name: 'mails', stop: () => mails.stop() });
  const holder = createHolderId();
  return {
    config,
    clock,
    ids,
    log,
    faults,
    metrics,
    db,
    databaseUrl,
    keyring,
    rootKeys,
    notifications,
    feed,
    jobs,
    mails,
    idempotency: createIdempotency({
      db,
      clock,
      installationId,
      indexKey: (workspaceId, purpose) => keyring.indexKey(workspaceId, purpose),
      onError: (error) => log.warn('the answer to a request with an idempotency key was not kept', { error }),
    }),
    gate,
    smtpUrl,
    holder,
  };
}

/** Mails belong to people and not to workspaces, so the installation's own key seals them until they are sent. */
function sealMails(keyring: Keyring): MailSealer {
  const place = (mailId: string): SecretPlace => ({ workspaceId: installationId, table: 'mails', column: 'sealed', rowId: mailId });
  return {
    seal: (mailId, text) => keyring.sealSecret(place(mailId), text),
    open: (mailId, sealed) => keyring.openSecret(place(mailId), sealed),
  };
}

/** A new root key is made only where nothing is sealed yet; otherwise a missing file would silently lock everything. */
async function loadRootKeys(config: Config, db: Database, gate: RuledGate, log: Log): Promise<InstalledRootKeys> {
  const [row] = await engineQuery<{ sealed: boolean }>(db, { text: 'select exists (select from workspace_keys) as sealed' });
  const rootKeys = await openRootKeys(config, gate, row?.sealed !== true);
  await awaitRootKeys(rootKeys, log);
  return rootKeys;
}

function observePools(db: Database, metrics: Metrics): void {
  const pools = [
    ['app', db.app],
    ['engine', db.engine],
  ] as const;
  for (const [name, pool] of pools) {
    metrics.observedGauge({ name: `kabar_db_${name}_connections`, help: `Open connections of the ${name} pool` }, () => pool.totalCount);
    metrics.observedGauge(
      { name: `kabar_db_${name}_idle_connections`, help: `Idle connections of the ${name} pool` },
      () => pool.idleCount,
    );
    metrics.observedGauge(
      { name: `kabar_db_${name}_waiting`, help: `Callers waiting for a connection of the ${name} pool` },
      () => pool.waitingCount,
    );
  }
}
