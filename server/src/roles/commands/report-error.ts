import { exitCodeOf } from '../exit-codes.ts';
import { CommandError } from './command-error.ts';

/**
 * Tells the terminal, or with `--json` a program, why a command failed, on standard error. Gives the exit code. Never throws.
 */
export function reportError(error: unknown, args: readonly string[]): number {
  const message = error instanceof Error ? error.message : String(error);
  const exitCode = exitCodeOf(error);
  const known = error instanceof CommandError ? { code: error.code, ...error.details } : { code: 'failed' };
  process.stderr.write(
    args.includes('--json') ? `${JSON.stringify({ event: 'error', ...known, message, exit_code: exitCode })}\n` : `${message}\n`,
  );
  return exitCode;
}
