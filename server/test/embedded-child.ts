import { startEmbeddedPostgres } from '../src/platform/db/embedded/embedded.ts';
import { lockHome } from '../src/platform/db/embedded/home-lock.ts';

/**
 * A process for tests that holds a home: `embedded-child.ts lock|run <home>`. Writes one JSON line once it has it,
 * `{"refused": "…"}` when another process does, and stays until it is killed or its standard input ends.
 */
const [, , mode, home] = process.argv;
if (home === undefined) throw new Error('no home given');
try {
  lockHome(home);
  if (mode === 'run') {
    const server = await startEmbeddedPostgres({ home, onNotice: () => undefined });
    say({ url: server.url, serverPid: server.pid() });
  } else say({ locked: true });
  process.stdin.resume();
} catch (error) {
  say({ refused: error instanceof Error ? error.message : String(error) });
}

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
