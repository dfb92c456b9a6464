import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { waitUntil } from './wait-until.ts';

/** One running process of the product. */
export type KabarProcess = {
  readonly pid: number;
  /** Where its HTTP answers; empty for a worker. */
  readonly url: string;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Asks it to stop; resolves with the exit code. */
  stop(): Promise<number | null>;
  hasExited(): boolean;
};

/** How to start one process. */
export type KabarOptions = {
  role: 'all' | 'api' | 'worker' | 'migrate';
  env: Readonly<Record<string, string>>;
  port?: number;
  /** Its output is appended here. */
  logFile: string;
};

const entry = path.join(import.meta.dirname, '../../../server/src/main.ts');

/** Starts a process of the product and waits until it is ready (for `migrate`: until it has ended well). */
export async function startKabar(options: KabarOptions): Promise<KabarProcess> {
  const { role, port, logFile } = options;
  const child = spawn(process.execPath, ['--max-semi-space-size=32', entry, role], {
    env: { PATH: process.env['PATH'] ?? '', ...options.env, ...(port === undefined ? {} : { KABAR_HTTP_PORT: String(port) }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = port === undefined ? '' : `http://127.0.0.1:${port}`;
  const handle: KabarProcess = {
    pid: child.pid ?? 0,
    url,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    async kill() {
      child.kill('SIGKILL');
      await exited;
      log.end();
    },
    async stop() {
      child.kill('SIGTERM');
      const code = await exited;
      log.end();
      return code;
    },
  };
  if (role === 'migrate') {
    const code = await exited;
    if (code !== 0) throw new Error(`migrate ended with ${code}; see ${logFile}`);
  } else if (port !== undefined) {
    await waitUntil(`${role} is ready`, () => isReady(handle, child, url, logFile));
  } else {
    await sawLine(child, '"msg":"ready"', logFile);
  }
  return handle;
}

async function isReady(handle: KabarProcess, child: ChildProcess, url: string, logFile: string): Promise<boolean> {
  if (handle.hasExited()) throw new Error(`the process ended with ${child.exitCode ?? child.signalCode}; see ${logFile}`);
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

function sawLine(child: ChildProcess, text: string, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      seen = `${seen}${chunk.toString()}`.slice(-20_000);
      if (seen.includes(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}; see ${logFile}`)));
  });
}
