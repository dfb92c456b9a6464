import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEmulatorControl, type EmulatorControl } from '@kabar/emulator/control';
import { createKabar, type Kabar } from '@kabar/sdk';
import { freePort } from './postgres.ts';
import { waitUntil } from './wait-until.ts';

/** The file that `npm start` leaves for scripts. */
export type Quickstart = Readonly<
  Record<
    | 'dashboardUrl'
    | 'apiUrl'
    | 'emulatorUrl'
    | 'webhookUrl'
    | 'appSecret'
    | 'apiKey'
    | 'workspaceId'
    | 'numberId'
    | 'phoneNumberId'
    | 'accessToken'
    | 'customerPhone',
    string
  >
> & { readonly login: { email: string; password: string } };

/** Kabar as a newcomer has it after `npm start`: one process with a database, an emulator and a workspace of its own. */
export type Home = {
  readonly folder: string;
  readonly quickstart: Quickstart;
  readonly emulator: EmulatorControl;
  /** Client with the printed API key. */
  readonly client: Kabar;
  /** What the terminal has shown since the last start, without the log. */
  welcome(): string;
  /** `kill -9` of the main process; what it had started is left to itself. */
  kill(): Promise<void>;
  /** The same command again on the same folder; resolves when it greets. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** A start that is under way or over. */
export type Launch = { child: ChildProcess; output: () => string; exited: Promise<number | null> };

const entry = path.join(import.meta.dirname, '../../../server/src/main.ts');

/** Runs what `npm start` runs, on `folder`. */
export function launchOn(folder: string, env: Readonly<Record<string, string>> = {}): Launch {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'] ?? '', KABAR_HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, exited: once(child, 'close').then(() => child.exitCode) };
}

/** Starts Kabar in an empty folder and waits until it greets. Whatever was started ends again when something fails. */
export async function startHome(settings: Readonly<Record<string, string>> = {}): Promise<Home> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kabar-home-'));
  // Not the usual port: while this one is killed, another Kabar on this machine could take it.
  const env = { KABAR_HTTP_PORT: String(await freePort()), ...settings };
  let launch = launchOn(folder, env);
  const greeted = () => waitUntil('Kabar greets', async () => hasGreeted(launch), 120_000);
  const close = async (): Promise<void> => {
    if (isRunning(launch)) launch.child.kill('SIGTERM');
    await launch.exited;
    await endDatabase(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await greeted();
    const quickstart = readQuickstart(folder);
    const emulator = createEmulatorControl(quickstart.emulatorUrl);
    return {
      folder,
      quickstart,
      emulator,
      client: createKabar({ baseUrl: quickstart.apiUrl, apiKey: quickstart.apiKey }),
      welcome: () =>
        launch
          .output()
          .split('\n')
          .filter((line) => !line.startsWith('{'))
          .join('\n'),
      async kill() {
        launch.child.kill('SIGKILL');
        await launch.exited;
      },
      async start() {
        launch = launchOn(folder, env);
        await greeted();
        const { emulatorUrl } = readQuickstart(folder);
        if (emulatorUrl !== quickstart.emulatorUrl) throw new Error('Another program has taken the port of the emulator meanwhile.');
      },
      async close() {
        await emulator.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function readQuickstart(folder: string): Quickstart {
  return JSON.parse(readFileSync(path.join(folder, 'quickstart.json'), 'utf8')) as Quickstart; // the test of the first start proves its form
}

function hasGreeted(launch: Launch): boolean {
  if (!isRunning(launch)) throw new Error(`Kabar ended with ${launch.child.exitCode ?? launch.child.signalCode}: ${launch.output()}`);
  if (launch.output().includes('the first set-up did not finish')) throw new Error(`The first set-up failed: ${launch.output()}`);
  return launch.output().includes('Stop with Ctrl-C');
}

function isRunning({ child }: Launch): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** A killed main process leaves its database behind; without another start nobody would end it. */
async function endDatabase(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return; // it is gone already
  }
  await waitUntil('the database has ended', async () => !existsSync(pidFile), 30_000);
}
