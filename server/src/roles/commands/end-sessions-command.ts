import { endAllSessions, endSessionsOf } from '#modules/users';
import { AppError } from '#platform/errors';
import { createContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { requireMigrated } from '../migrate.ts';
import { composeModules } from '../modules.ts';
import type { CommandInput } from './backup-command.ts';
import { CommandError } from './command-error.ts';
import { openCommandDatabase } from './open-database.ts';
import { readArguments, UsageError } from './usage-error.ts';

/** `kabar end-sessions <e-mail>` or `--all`: signs somebody, or everybody, out everywhere. Gives the exit code. */
export async function runEndSessionsCommand(input: CommandInput): Promise<number> {
  const { values, positionals } = readArguments('end-sessions', input.args, { all: { type: 'boolean', default: false } });
  const [email, ...more] = positionals;
  if ((email === undefined) !== values.all || more.length > 0)
    throw new UsageError('end-sessions', 'Say whose: kabar end-sessions <e-mail>, or --all for everybody.');
  const { config, lifecycle, log } = input;
  const databaseUrl = await openCommandDatabase(config, lifecycle, log);
  await requireMigrated(databaseUrl);
  const context = await createContext(config, { databaseUrl, smtpUrl: null }, lifecycle, log);
  const modules = await composeModules(context, { publicUrl: config.http.publicUrl ?? 'http://localhost', emulator: null });
  // Only so that they are stopped in order: none of them has begun anything.
  for (const part of modules.parts) await lifecycle.start({ name: part.name, ...(part.stop === undefined ? {} : { stop: part.stop }) });
  const { users } = modules.setup;
  if (email === undefined) {
    const count = await endAllSessions(users);
    process.stdout.write(`Everybody is signed out: ${count} ${count === 1 ? 'person was' : 'people were'} signed in.\n`);
    return 0;
  }
  try {
    const count = await endSessionsOf(users, email);
    process.stdout.write(
      count === 0
        ? `${email} was signed in nowhere.\n`
        : `${count} ${count === 1 ? 'session' : 'sessions'} of ${email} ended. The person is told by mail.\n`,
    );
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found')
      throw new CommandError('no_account', exitCodes.refused, `Nobody has an account with ${email}.`, {}, { cause: error });
    throw error;
  }
  return 0;
}
