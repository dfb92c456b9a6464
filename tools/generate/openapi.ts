import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../run/repository-files.ts';
import { toolEnvironment } from '../run/run-command.ts';

const patienceMs = 60_000;

/**
 * Makes `docs/reference/openapi.json` by asking a throw-away Kabar for it, so that what is written down is what a running one
 * answers. Takes a few seconds.
 *
 * Errors: throws with the server's output when it does not start.
 */
export async function generateOpenApi(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'kabar-openapi-'));
  const port = await freePort();
  const output: Buffer[] = [];
  const child = spawn('node', ['server/src/main.ts', 'all'], {
    cwd: repositoryRoot,
    env: toolEnvironment({
      KABAR_HOME: home,
      KABAR_HTTP_PORT: String(port),
      KABAR_EMULATOR: 'off',
      KABAR_LOG_FORMAT: 'json',
      DATABASE_URL: undefined,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  try {
    const document = await waitForDocument(`http://127.0.0.1:${port}/openapi.json`, () => child.exitCode !== null);
    if (document === null) throw new Error(`The server did not answer /openapi.json:\n${Buffer.concat(output).toString('utf8')}`);
    return `${JSON.stringify(document, null, 2)}\n`;
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(home, { recursive: true, force: true });
  }
}

async function waitForDocument(url: string, hasEnded: () => boolean): Promise<unknown> {
  const untilMs = performance.now() + patienceMs;
  while (performance.now() < untilMs && !hasEnded()) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return response.json();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return null;
}

/** A port nobody listens on now. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  // A TCP server has an address object once it listens.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
