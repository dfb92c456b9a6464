import { parseArgs, type ParseArgsConfig } from 'node:util';
import { exitCodes } from '../exit-codes.ts';
import { CommandError } from './command-error.ts';

/** The command line is wrong. The message ends with where to read how it is said. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';

  constructor(command: string, sentence: string) {
    super('usage', exitCodes.badUsage, `${sentence}\nSee: npx kabar ${command === '' ? '' : `${command} `}--help`);
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; allowNegative: true; options: O }>>;

/** Reads the options and words behind a command's name. Errors: `UsageError` for an option that does not exist or lacks its value. */
export function readArguments<const O extends Options>(command: string, args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, allowNegative: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's sentence goes on with advice about its own function.
    throw new UsageError(command, error.message.split('. To specify')[0] ?? error.message);
  }
}

/** Refuses words that a command does not take. Errors: `UsageError`. */
export function takeNoWords(command: string, words: readonly string[]): void {
  if (words.length > 0) throw new UsageError(command, `"${words[0]}" is one word too many.`);
}

/** A whole number given with an option. Errors: `UsageError`. */
export function readCount(command: string, option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new UsageError(command, `--${option} wants a whole number from ${least} to ${most}, not "${text}".`);
  return value;
}
