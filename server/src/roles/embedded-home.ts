import type { Config } from '#config';
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded';
import type { EmbeddedPostgres } from '#platform/db/embedded/embedded';
import { lockHome } from '#platform/db/embedded/home-lock';
import type { Log } from '#platform/log';
import type { Lifecycle } from './lifecycle.ts';

/**
 * Takes the home folder for this process and starts its own PostgreSQL there; both end with the lifecycle, and the
 * database also when this process ends without one (a second Ctrl-C, a crash).
 *
 * Errors: `HomeInUseError`; plain sentences of the database's start.
 */
export async function startEmbeddedHome(config: Config, lifecycle: Lifecycle, log: Log): Promise<EmbeddedPostgres> {
  const { home } = config.paths;
  const lock = lockHome(home);
  await lifecycle.start({ name: 'home', stop: () => lock.release() });
  const server = await startEmbeddedPostgres({
    home,
    onNotice: ({ kind }) => {
      if (kind === 'left_over_stopped') log.info('the database of an earlier run was still there and was stopped cleanly');
      else if (kind === 'restarted') log.warn('the database had died and was started again');
      else log.error('the database does not start; see postgres.log in the home folder', { path: home });
    },
  });
  const stopAtExit = (): void => {
    const pid = server.pid();
    if (pid !== undefined) signalQuietly(pid);
  };
  process.once('exit', stopAtExit);
  await lifecycle.start({
    name: 'postgres',
    stop: async () => {
      await server.stop();
      process.removeListener('exit', stopAtExit);
    },
  });
  return server;
}

function signalQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // Already gone.
  }
}
