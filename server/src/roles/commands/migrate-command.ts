import type { Config } from '#config';
import { listPendingMigrations } from '#platform/db/migrate';
import { exitCodes } from '../exit-codes.ts';
import { migrateDatabase } from '../migrate.ts';
import { createRoleLog } from '../role-log.ts';
import { readArguments, takeNoWords } from './usage-error.ts';

/** `kabar migrate …`. Gives the exit code: with `--check`, 2 where migrations are missing. */
export async function runMigrateCommand(config: Config, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('migrate', args, {
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  takeNoWords('migrate', positionals);
  const url = config.database.url ?? '';
  const pending = await listPendingMigrations({ url });
  if (values.check) {
    const sentence =
      pending.length === 0
        ? 'The database is up to date.'
        : `${pending.length} migrations are missing:\n${pending.map((name) => `  ${name}`).join('\n')}`;
    process.stdout.write(values.json ? `${JSON.stringify({ event: 'done', applied: [], pending })}\n` : `${sentence}\n`);
    return pending.length === 0 ? exitCodes.ok : exitCodes.unwell;
  }
  const log = await createRoleLog(values.json ? { ...config, log: { ...config.log, level: 'error' } } : config);
  await migrateDatabase(url, log);
  if (values.json) process.stdout.write(`${JSON.stringify({ event: 'done', applied: pending, pending: [] })}\n`);
  return exitCodes.ok;
}
