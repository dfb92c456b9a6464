import type { Config } from '#config';
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded';
import { lockHome } from '#platform/db/embedded/home-lock';
import type { Log } from '#platform/log';
import type { Lifecycle } from './lifecycle.ts';

/**
 * Takes the home folder for this process until the lifecycle ends. Errors: `HomeInUseError`.
 */
export async function takeHome(config: Config, lifecycle: Lifecycle): Promise<void> {
  const lock = lockHome(config.paths.home);
  await lifecycle.start({ name: 'home', stop: () => lock.release() });
}

/**
 * Starts a PostgreSQL of our own in the home folder, which this process has taken. It ends with the lifecycle, and also when
 * this process ends without one (a second Ctrl-C, a crash). Gives its address.
 *
 * Errors: plain sentences.
 */
export async function startHomeDatabase(config: Config, lifecycle: Lifecycle, log: Log): Promise<string> {
  const { home } = config.paths;
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
  return server.url;
}

function signalQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // Already gone.
  }
}
