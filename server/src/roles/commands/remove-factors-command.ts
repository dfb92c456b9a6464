import { removeFactorsOf } from '#modules/users';
import { AppError } from '#platform/errors';
import { createContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireMigrated } from '../migrate.ts';
import { composeModules } from '../modules.ts';
import type { CommandInput } from './backup-command.ts';
import { CommandError } from './command-error.ts';
import { openCommandDatabase } from './open-database.ts';
import { readArguments, UsageError } from './usage-error.ts';

/** `kabar remove-factors <e-mail>`: lets somebody in again who lost their second factor. Gives the exit code. */
export async function runRemoveFactorsCommand(input: CommandInput): Promise<number> {
  const { positionals } = readArguments('remove-factors', input.args, {});
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0) throw new UsageError('remove-factors', 'Say whose: kabar remove-factors <e-mail>.');
  const { config, lifecycle, log } = input;
  const databaseUrl = await openCommandDatabase(config, lifecycle, log);
  await requireMigrated(databaseUrl);
  const context = await createContext(config, { databaseUrl, smtpUrl: null }, lifecycle, log);
  const modules = await composeModules(context, { publicUrl: config.http.publicUrl ?? 'http://localhost', emulator: null });
  // Only so that they are stopped in order: none of them has begun anything.
  for (const part of modules.parts) await lifecycle.start({ name: part.name, ...(part.stop === undefined ? {} : { stop: part.stop }) });
  try {
    await removeFactorsOf(modules.setup.users, email);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found')
      throw new CommandError('no_account', exitCodes.refused, `Nobody has an account with ${email}.`, {}, { cause: error });
    throw error;
  }
  process.stdout.write('All second factors were taken away and all sessions ended. The person is told by mail.\n');
  return 0;
}
