import type { Config } from '#config';
import { maintainEvents } from '#platform/events/maintain-events';
import type { Log } from '#platform/log';
import type { FaultInbox } from '#platform/logging/fault-inbox';
import { announceAddress } from './announce-address.ts';
import { createContext } from './context.ts';
import { startHomeDatabase, takeHome } from './embedded-home.ts';
import { startEmulator } from './emulator-process.ts';
import { startHttp } from './http-server.ts';
import type { Lifecycle } from './lifecycle.ts';
import { addressOf, reservePort, usualPort } from './listen.ts';
import { migrateDatabase, requireMigrated } from './migrate.ts';
import { composeModules } from './modules.ts';
import { certificateFilesOf, startOwnTls, startRedirect } from './own-tls.ts';
import { platformJobs } from './platform-jobs.ts';
import { runQuickstart } from './quickstart.ts';
import type { QuickstartDeps } from './quickstart.ts';
import { raiseHashesIn } from './raise-hashes-in.ts';
import { replayErasuresIn } from './replay-erasures-in.ts';
import { welcomeText } from './welcome.ts';

/**
 * Starts the roles that serve: `api` answers HTTP, `worker` runs engines and jobs, `all` does both and, without a
 * database of one's own, also runs that, the emulator and the first set-up. HTTP comes last and goes first, so that no
 * request meets a half-started process.
 *
 * Errors: plain sentences for a person at the terminal; what was started by then ends with the lifecycle.
 */
export async function startServer(config: Config, lifecycle: Lifecycle, log: Log, faults: FaultInbox): Promise<void> {
  const { role } = config.process;
  const doesHttp = role === 'all' || role === 'api';
  const doesWork = role === 'all' || role === 'worker';
  const runsEmulator = role === 'all' && config.runsEmulator;
  if (config.isEmbedded || runsEmulator) await takeHome(config, lifecycle);
  const [databaseUrl, emulator] = await Promise.all([
    config.database.url ?? startHomeDatabase(config, lifecycle, log),
    runsEmulator ? startEmulator(config, lifecycle, log) : null,
  ]);
  if (role === 'all') await migrateDatabase(databaseUrl, log);
  else await requireMigrated(databaseUrl);

  const { host } = config.http;
  // A worker listens only where it was given a port, and then answers probes alone: it shares its machine with an api.
  const listensAt = { host, port: config.http.port, memory: config.isEmbedded ? config.paths.home : null };
  const reservation = doesHttp || config.http.port !== undefined ? await reservePort(listensAt) : null;
  const address = addressOf(host, reservation?.port ?? usualPort, certificateFilesOf(config) === null ? 'http' : 'https');
  const publicUrl = config.http.publicUrl ?? address;
  const context = await createContext(
    config,
    { databaseUrl, smtpUrl: config.mail.smtpUrl ?? emulator?.smtpUrl ?? null },
    lifecycle,
    log,
    faults,
  );
  const modules = await composeModules(context, {
    publicUrl,
    emulator,
    replayErasures: (url) => replayErasuresIn(config, url, log),
    raiseHashes: (url) => raiseHashesIn(config, url, log),
  });
  if (doesWork) await Promise.all([maintainEvents(context), modules.prepare()]);
  for (const part of modules.parts) await lifecycle.start(part);
  const jobs = [...platformJobs(context), ...modules.jobs];
  await lifecycle.start({
    name: 'jobs',
    start: () => context.jobs.start(jobs, { run: doesWork }),
    stop: (graceMs) => context.jobs.stop(graceMs),
  });
  if (doesWork) context.mails.start();
  if (doesWork) for (const engine of modules.engines) await lifecycle.start(engine);
  if (reservation !== null) {
    const tls = await startOwnTls(config, context, lifecycle);
    await startHttp(context, { modules: doesHttp ? modules : null, publicUrl, reservation, tls }, lifecycle);
    if (tls !== null && doesHttp) await startRedirect(config, publicUrl, lifecycle);
  }
  // Only a process that knows the true address may tell it to others.
  if (role === 'all' || (doesWork && config.http.publicUrl !== undefined)) await announceAddress(modules.setup.numbers, publicUrl);
  log.info('ready', { role, port: reservation?.port });
  if (config.isEmbedded && emulator !== null) {
    await greet(
      {
        setup: modules.setup,
        clock: context.clock,
        home: config.paths.home,
        // The name that the certificate was made for, not the bare address.
        apiUrl: certificateFilesOf(config) === null ? address : publicUrl,
        emulatorUrl: emulator.url,
      },
      log,
    );
  }
}

/** Sets up and greets. A failure here does not take the running server away: people can still sign up by themselves. */
async function greet(deps: QuickstartDeps, log: Log): Promise<void> {
  try {
    process.stdout.write(welcomeText(await runQuickstart(deps)));
  } catch (error) {
    log.error('the first set-up did not finish; sign up in the dashboard instead', { error, url: deps.apiUrl });
  }
}
