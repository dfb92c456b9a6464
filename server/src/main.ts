import { loadConfig } from '#config';
import { runDoctor } from './roles/doctor.ts';
import { exitCodeOf, exitCodes } from './roles/exit-codes.ts';
import { createLifecycle } from './roles/lifecycle.ts';
import { migrateDatabase } from './roles/migrate.ts';
import { createRoleLog } from './roles/role-log.ts';
import { startServer } from './roles/server.ts';

/**
 * `node server/src/main.ts [all|api|worker|migrate|doctor]`. The first signal stops in good order, the second at once.
 * Exit codes: roles/exit-codes.ts.
 */
async function main(role: string | undefined): Promise<number | undefined> {
  const config = loadConfig(undefined, role);
  if (config.process.role === 'doctor') return runDoctor(config);
  const log = await createRoleLog(config);
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
    await startServer(config, lifecycle, log);
    return undefined;
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

try {
  const exitCode = await main(process.argv[2]);
  if (exitCode !== undefined) process.exit(exitCode);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(exitCodeOf(error));
}
