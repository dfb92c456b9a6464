import { loadConfig } from '#config';
import { createFaultInbox } from '#platform/logging/fault-inbox';
import { runBackupCommand } from './commands/backup-command.ts';
import { generalHelp } from './commands/help.ts';
import { runRestoreCommand } from './commands/restore-command.ts';
import { runCommand } from './commands/run-command.ts';
import { runDoctor } from './doctor.ts';
import { exitCodes } from './exit-codes.ts';
import { createLifecycle } from './lifecycle.ts';
import { migrateDatabase } from './migrate.ts';
import { createRoleLog } from './role-log.ts';
import { startServer } from './server.ts';

/**
 * Runs the role that the command line or the environment names. Gives an exit code when the role is done; nothing when it
 * goes on until a signal: the first one stops in good order, the second at once.
 *
 * Errors: those of the start, with words for a person at the terminal.
 */
export async function run([role, ...args]: readonly string[]): Promise<number | undefined> {
  if (role === '--help' || role === '-h' || role === 'help') {
    process.stdout.write(generalHelp);
    return exitCodes.ok;
  }
  const config = loadConfig(undefined, role);
  if (config.process.role === 'doctor') return runDoctor(config);
  if (config.process.role === 'backup') return runCommand(config, args, runBackupCommand);
  if (config.process.role === 'restore') return runCommand(config, args, runRestoreCommand);
  const faults = createFaultInbox();
  const log = await createRoleLog(config, faults.add);
  if (config.process.role === 'migrate') {
    await migrateDatabase(config.database.url ?? '', log);
    return exitCodes.ok;
  }
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
