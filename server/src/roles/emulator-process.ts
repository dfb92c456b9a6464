import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { childEnvironment } from '#config';
import type { Config } from '#config';
import { findFreePort } from '#platform/db/embedded/postmaster';
import type { Log } from '#platform/log';
import type { Lifecycle } from './lifecycle.ts';

/** Where the emulator of this process answers. */
export type EmulatorAddresses = {
  /** Origin of the Graph API, the simulated phones (`/phone`) and the control API. */
  url: string;
  /** Its mailbox, which takes any mail and shows it. */
  smtpUrl: string;
};

const readyForm = z.object({ url: z.string(), smtpPort: z.number() });
const restartDelayMs = 500;

/**
 * Starts the emulator as a child process, by path: server and emulator share no code, so that a shared mistake about
 * Meta cannot hide. It ends when this process ends, however that happens, and is started again when it dies.
 *
 * Errors: a sentence when it does not come up.
 */
export async function startEmulator(config: Config, lifecycle: Lifecycle, log: Log): Promise<EmulatorAddresses> {
  const dataDir = join(config.paths.home, 'emulator');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // The same ports every time: registered webhooks, open phone pages and the mail settings carry them.
  const port = await rememberedPort(join(config.paths.home, 'emulator.port'));
  const smtpPort = await rememberedPort(join(config.paths.home, 'emulator-smtp.port'));
  const script = join(config.paths.project, 'emulator', 'src', 'main.ts');
  const args = ['--exit-with-parent', '--host', '127.0.0.1', '--port', String(port), '--smtp-port', String(smtpPort), '--data', dataDir];
  const compileCacheDir = getCompileCacheDir();
  let child: ChildProcess;
  let isStopping = false;

  const launch = async (): Promise<EmulatorAddresses> => {
    const next = spawn(process.execPath, [script, ...args], {
      // Its output beyond the first line is for its own developers; errors go where ours go.
      stdio: ['pipe', 'pipe', 'inherit'],
      env: childEnvironment(compileCacheDir === undefined ? {} : { NODE_COMPILE_CACHE: compileCacheDir }),
      // A session of its own: Ctrl-C must reach us first, and we stop it last.
      detached: true,
    });
    child = next;
    next.once('exit', (exitCode) => {
      if (isStopping) return;
      log.warn('the emulator ended and is started again', { exitCode: exitCode ?? undefined });
      setTimeout(() => void launch().catch((error: unknown) => log.error('the emulator does not start', { error })), restartDelayMs);
    });
    return readFirstLine(next);
  };

  const addresses = await launch();
  await lifecycle.start({
    name: 'emulator',
    stop: async () => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  });
  return addresses;
}

async function rememberedPort(file: string): Promise<number> {
  const port = await findFreePort(existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined);
  writeFileSync(file, `${port}\n`);
  return port;
}

function readFirstLine(child: ChildProcess): Promise<EmulatorAddresses> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('The emulator ended before it was ready. Switch it off with KABAR_EMULATOR=off.'));
    child.once('exit', fail);
    child.once('error', reject);
    if (child.stdout === null) return;
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (!line.startsWith('{')) return;
      child.removeListener('exit', fail);
      try {
        const ready = readyForm.parse(JSON.parse(line));
        resolve({ url: ready.url, smtpUrl: `smtp://127.0.0.1:${ready.smtpPort}` });
      } catch (cause) {
        reject(new Error('The emulator did not say where it listens.', { cause }));
      }
    });
  });
}
