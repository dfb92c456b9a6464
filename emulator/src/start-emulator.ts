import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createEmulatorControl } from './emulator-control.ts';
import type { EmulatorControl } from './emulator-control.ts';

/** A started emulator process. */
export interface EmulatorProcess {
  url: string;
  smtpPort: number;
  pid: number;
  control: EmulatorControl;
  /** Ends it politely: received requests are answered first. */
  stop(): Promise<void>;
  /** `kill -9`, for crash tests; resolves when the process is gone. */
  kill(): Promise<void>;
  process: ChildProcess;
}

const START_TIMEOUT_MS = 20_000;

/**
 * Starts the emulator as its own process on free ports (or the given ones) and waits until it is ready. It ends by itself when
 * the caller's process ends, however suddenly.
 *
 * Errors: rejects with what the process wrote to stderr when it ends before it is ready.
 */
export async function startEmulator(
  options: { dataDir?: string; port?: number; smtpPort?: number; seed?: number } = {},
): Promise<EmulatorProcess> {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'main.ts'),
      '--port',
      String(options.port ?? 0),
      '--smtp-port',
      String(options.smtpPort ?? 0),
      '--exit-with-parent',
      ...(options.dataDir === undefined ? [] : ['--data', options.dataDir]),
      ...(options.seed === undefined ? [] : ['--seed', String(options.seed)]),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const hasExited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = `${stderr}${chunk.toString()}`.slice(-8000);
  });
  const ready = await new Promise<{ url: string; smtpPort: number }>((resolve, reject) => {
    const timeout = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The emulator was not ready in time. ${stderr}`));
    }, START_TIMEOUT_MS);
    child.once('exit', (code) => {
      clearTimeout(timeout);
      reject(new Error(`The emulator ended with code ${String(code)}. ${stderr}`));
    });
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const end = stdout.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timeout);
      resolve(JSON.parse(stdout.slice(0, end)) as { url: string; smtpPort: number }); // printed by our own main.ts
    });
  });
  return {
    ...ready,
    pid: child.pid ?? 0,
    process: child,
    control: createEmulatorControl(ready.url),
    async stop() {
      child.stdin.end();
      await hasExited;
    },
    async kill() {
      child.kill('SIGKILL');
      await hasExited;
    },
  };
}
