import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readCommandLine } from '../../process-identity.ts';
import { postgresEnvironment } from './cluster-files.ts';
import type { Cluster } from './cluster-files.ts';

/** Server settings by name; values as PostgreSQL spells them. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * Small memory, durable commits, rare checkpoints. Default settings are as fast in a short run; the checkpoint ones
 * matter for hours of load.
 */
export const productionSettings: ServerSettings = {
  max_connections: '200',
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  synchronous_commit: 'on',
  fsync: 'on',
  full_page_writes: 'on',
  jit: 'off',
  random_page_cost: '1.1',
  autovacuum_naptime: '15s',
  autovacuum_max_workers: '3',
  max_worker_processes: '8',
  io_method: 'worker',
  io_workers: '1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %u ',
  // Errors about statements quote values, which can be personal data; Kabar reports them by code. Kept are the server's
  // own affairs: start, stop, crash, refused log-ins.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

/** Starts the database server and waits until it takes connections. Errors: a sentence with the end of its log. */
export async function startPostmaster(cluster: Cluster, port: number, settings: ServerSettings, logPath: string): Promise<ChildProcess> {
  const logFrom = statSync(logPath, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(logPath, 'a', 0o600);
  const flags = Object.entries({
    ...settings,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(cluster.binaries.folder, 'bin', 'postgres'), ['-D', realpathSync(cluster.dataDir), ...flags], {
    cwd: '/',
    env: postgresEnvironment,
    stdio: ['ignore', log, log],
    // A session of its own: Ctrl-C in the terminal must reach Kabar only, which drains before it stops the database.
    detached: true,
    ...cluster.user,
  });
  closeSync(log);
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (code, signal) => {
    failure = `it ended with ${signal ?? `exit code ${code}`}`;
  });
  while (!isReady(cluster.dataDir, child.pid)) {
    if (failure !== undefined) {
      throw new Error(`The database did not start: ${failure}. Its log says:\n${readTail(logPath, logFrom)}`);
    }
    await delay(20);
  }
  return child;
}

/**
 * Stops the server that still runs on this data directory after its Kabar died, and clears a pid file that points at
 * nothing or at a stranger. Resolves with true when a server was stopped.
 */
export async function stopLeftOver(dataDir: string): Promise<boolean> {
  const pid = readPid(dataDir);
  if (pid === null) return false;
  const command = readCommandLine(pid);
  const isOurs = command.includes('postgres') && command.includes(realpathSync(dataDir));
  if (!isOurs) {
    // PostgreSQL refuses to start while any process has this id, for instance after a container was restarted.
    rmSync(join(dataDir, 'postmaster.pid'), { force: true });
    return false;
  }
  await stopByPid(pid);
  return true;
}

/** Fast shutdown (rolls back, writes a checkpoint); after 20 s the immediate one, which recovers at the next start. */
export async function stopByPid(pid: number): Promise<void> {
  const patienceMs = 20_000;
  sendSignal(pid, 'SIGINT');
  if (await isGoneWithin(pid, patienceMs)) return;
  sendSignal(pid, 'SIGQUIT');
  if (await isGoneWithin(pid, patienceMs)) return;
  throw new Error(`The database process ${pid} does not stop.`);
}

/**
 * A port on 127.0.0.1 that is free now: `wanted` if possible, else any. Errors: only those of the operating system.
 */
export async function findFreePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined && (await tryPort(wanted)) !== null) return wanted;
  const port = await tryPort(0);
  if (port === null) throw new Error('No free port on 127.0.0.1.');
  return port;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? null : address.port));
    });
  });
}

/** The postmaster writes its pid in line 1 of its pid file and its state in line 8. */
function isReady(dataDir: string, pid: number | undefined): boolean {
  const lines = readPidFile(dataDir);
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

function readPid(dataDir: string): number | null {
  const pid = Number(readPidFile(dataDir)[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

function readPidFile(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function readTail(path: string, from: number): string {
  return readFileSync(path).subarray(from).toString().slice(-1_500);
}

function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

async function isGoneWithin(pid: number, patienceMs: number): Promise<boolean> {
  const untilMs = performance.now() + patienceMs;
  while (performance.now() < untilMs) {
    if (readCommandLine(pid) === '') return true;
    await delay(20);
  }
  return false;
}
