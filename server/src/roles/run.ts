import { fileURLToPath } from 'node:url';
import { clientCommands, findCommand, installationCommands } from './commands/catalogue.ts';
import { generalHelp } from './commands/help.ts';
import { UsageError } from './commands/usage-error.ts';
import { exitCodes } from './exit-codes.ts';
import { readVersion } from './version.ts';

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Does what the command line asks. Gives an exit code when that is done; nothing when it goes on until a signal.
 *
 * Errors: with words for a person at the terminal.
 */
export async function run([word, ...args]: readonly string[]): Promise<number | undefined> {
  if (word === undefined) return (await import('./commands/start-command.ts')).runRole(undefined);
  if (word === '--version' || word === '-v') return print(`${readVersion(projectFolder)}\n`);
  if (word === '--help' || word === '-h' || word === 'help') {
    const topic = args.find((arg) => !arg.startsWith('-'));
    return print(topic === undefined ? generalHelp(installationCommands, clientCommands) : commandCalled(topic).help);
  }
  // Supervisors and containers name the role itself.
  if (word === 'all' || word === 'api' || word === 'worker') {
    if (asksForHelp(args)) return print(commandCalled('start').help);
    return (await import('./commands/start-command.ts')).runStartCommand(['--role', word, ...args]);
  }
  const command = commandCalled(word);
  return asksForHelp(args) ? print(command.help) : command.run(args);
}

function commandCalled(name: string): NonNullable<ReturnType<typeof findCommand>> {
  const command = findCommand(name);
  if (command !== undefined) return command;
  const near = [...installationCommands, ...clientCommands].find((each) => isNear(each.name, name));
  throw new UsageError('', `There is no command "${name}".${near === undefined ? '' : ` Did you mean "${near.name}"?`}`);
}

/** One letter too many, too few or wrong, or two that changed places. */
function isNear(known: string, given: string): boolean {
  const sorted = (text: string): string => [...text].sort().join('');
  if (sorted(known) === sorted(given) || known.startsWith(given) || given.startsWith(known)) return true;
  const [short, long] = known.length < given.length ? [known, given] : [given, known];
  if (long.length - short.length > 1) return false;
  const first = [...short].findIndex((letter, index) => letter !== long[index]);
  const at = first === -1 ? short.length : first;
  return short.slice(at) === long.slice(at + 1) || (short.length === long.length && short.slice(at + 1) === long.slice(at + 1));
}

/** `--help` anywhere before `--`. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

function print(text: string): number {
  process.stdout.write(text);
  return exitCodes.ok;
}
