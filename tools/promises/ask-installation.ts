import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PromiseBoard } from '@kabar/contract';
import { repositoryRoot } from '../run/repository-files.ts';
import { toolEnvironment } from '../run/run-command.ts';

const patienceMs = 180_000;

/**
 * Starts the program in `home` as a newcomer would, asks it for its promises, and ends it in good order.
 * Errors: what it said, when it does not come up or refuses.
 */
export async function askFreshInstallation(home: string): Promise<PromiseBoard> {
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:KABAR_|DATABASE_URL)/.test(name)));
  const child = spawn(process.execPath, ['server/src/main.ts', 'all'], {
    cwd: repositoryRoot,
    env: { ...toolEnvironment(), ...settings, PATH: toolEnvironment()['PATH'], KABAR_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const file = join(home, 'quickstart.json');
    const untilMs = Date.now() + patienceMs;
    while (!existsSync(file)) {
      if (child.exitCode !== null || Date.now() > untilMs) throw new Error(`The installation did not come up.\n${output}`);
      await sleep(100);
    }
    // Written by the first set-up of the program that was just started.
    const { apiUrl, apiKey } = JSON.parse(readFileSync(file, 'utf8')) as { apiUrl: string; apiKey: string };
    const response = await fetch(`${apiUrl}/v1/promises`, { headers: { authorization: `Bearer ${apiKey}` } });
    if (!response.ok) throw new Error(`The installation answered ${response.status}.\n${await response.text()}`);
    return PromiseBoard.parse(await response.json());
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}
