import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A floor server in a process of its own. */
export type FloorProcess = { url: URL; stop(): void };

/** Starts one of the floor servers, which prints its port. */
export async function startFloor(
  script: 'raw-intake-server.ts' | 'accept-server.ts' | 'row-server.ts' | 'hook-server.ts',
  args: readonly string[],
  pathname: string,
): Promise<FloorProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the floor server ended with ${code}`)));
  });
  return { url: new URL(`http://127.0.0.1:${port}${pathname}`), stop: () => child.kill() };
}
