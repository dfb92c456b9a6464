import { loadConfig } from '#config';
import { createFaultInbox } from '#platform/logging/fault-inbox';
import { exitCodes } from '../exit-codes.ts';
import { createLifecycle } from '../lifecycle.ts';
import { createRoleLog } from '../role-log.ts';
import { startServer } from '../server.ts';
import { readArguments, takeNoWords, UsageError } from './usage-error.ts';

const roles = ['all', 'api', 'worker'] as const;

/** `kabar start …`. */
export function runStartCommand(args: readonly string[]): Promise<undefined> {
  const { values, positionals } = readArguments('start', args, { role: { type: 'string' } });
  takeNoWords('start', positionals);
  const role = values.role;
  if (role !== undefined && !roles.some((each) => each === role))
    throw new UsageError('start', `--role is all, api or worker, not "${role}".`);
  return runRole(role);
}

/**
 * Runs a role that goes on until a signal: the first one stops it in good order, the second at once. Without `role` the settings name it.
 *
 * Errors: those of the start, with words for a person at the terminal.
 */
export async function runRole(role: string | undefined): Promise<undefined> {
  const config = loadConfig(undefined, role);
  const faults = createFaultInbox();
  const log = await createRoleLog(config, faults.add);
  const lifecycle = createLifecycle({ log, graceMs: config.process.shutdownGraceMs });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (lifecycle.isStopping) process.exit(exitCodes.failed);
      log.info('stopping', { signal });
      void lifecycle.stop().then((isClean) => process.exit(isClean ? exitCodes.ok : exitCodes.failed));
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      log.fatal('an error nobody handled; the process ends', { error });
      process.exit(exitCodes.crashed);
    });
  }
  try {
    await startServer(config, lifecycle, log, faults);
    return undefined;
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}
