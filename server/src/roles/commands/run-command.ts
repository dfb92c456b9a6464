import type { Config } from '#config';
import { createLog } from '#platform/log';
import { createLifecycle } from '../lifecycle.ts';
import type { CommandInput } from './backup-command.ts';

/**
 * Runs a command that ends by itself. Ctrl-C stops it in good order: what is half done is cleared away. Standard output belongs to its result, so only
 * warnings of the log are written, as JSON lines.
 *
 * Errors: the command's, with words for a person at the terminal.
 */
export async function runCommand(
  config: Config,
  args: readonly string[],
  command: (input: CommandInput) => Promise<number>,
): Promise<number> {
  const log = await createLog({ level: 'error', pretty: process.stdout.isTTY });
  const lifecycle = createLifecycle({ log, graceMs: config.process.shutdownGraceMs });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => stopping.abort(new Error('It was stopped. Nothing was changed.')));
  try {
    return await command({ config, args, lifecycle, log, signal: stopping.signal });
  } finally {
    await lifecycle.stop();
  }
}
