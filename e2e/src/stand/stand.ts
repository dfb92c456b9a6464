import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KEY_SCOPES } from '@kabar/contract';
import { startEmulator, type EmulatorProcess } from '@kabar/emulator/control';
import { createKabar, type Kabar } from '@kabar/sdk';
import { createCookieFetch } from './cookie-fetch.ts';
import { startKabar, type KabarProcess } from './kabar-process.ts';
import { freePort, startPostgres, type StandPostgres } from './postgres.ts';
import { waitUntil } from './wait-until.ts';

export { startKabar, type KabarProcess } from './kabar-process.ts';
export { freePort, startPostgres, type StandPostgres } from './postgres.ts';

/** How large the installation is. */
export type StandOptions = { apiCount?: number; workerCount?: number; env?: Readonly<Record<string, string>> };

/**
 * A whole installation on this machine, built as an operator would build it: a database, processes by role, the
 * emulator in the place of Meta. Everything is reached over the network; nothing of the server is imported.
 */
export type Stand = {
  readonly folder: string;
  /** What its processes are started with, for further ones. */
  readonly env: Readonly<Record<string, string>>;
  readonly postgres: StandPostgres;
  readonly emulator: EmulatorProcess;
  readonly apis: KabarProcess[];
  readonly workers: KabarProcess[];
  /** Client with an API key of the workspace that holds every permission a key can have. */
  readonly client: Kabar;
  readonly apiKey: string;
  readonly login: { email: string; password: string };
  readonly workspaceId: string;
  readonly number: StandNumber;
  /** A client of the person whom the stand signed up, in a workspace of theirs or in none. */
  signIn(workspaceId?: string): Promise<Kabar>;
  /** Where Meta posts to, and the secret it signs with. */
  readonly webhookUrl: string;
  readonly appSecret: string;
  /** Starts a further process; killed or stopped ones stay in the lists until replaced here. */
  restartApi(index: number): Promise<void>;
  restartWorker(index: number): Promise<void>;
  close(): Promise<void>;
};

/** The connected number in both worlds. */
export type StandNumber = { id: string; phoneNumberId: string };

/**
 * Builds the installation: migrates, starts the processes, signs up, connects a number of the emulator, makes a key. Needs
 * at least one worker, who delivers the mail. Whatever was started ends again when something fails.
 */
export async function startStand(options: StandOptions = {}): Promise<Stand> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kabar-stand-'));
  // PostgreSQL refuses root and runs as a user of its own, who must get past this folder.
  chmodSync(folder, 0o755);
  const started: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const end of started.splice(0).toReversed()) await end();
  };
  try {
    const postgres = await startPostgres(folder);
    started.push(() => postgres.stop());
    const emulator = await startEmulator({ dataDir: path.join(folder, 'emulator') });
    started.push(() => emulator.stop());
    const ports = await Promise.all(Array.from({ length: options.apiCount ?? 1 }, () => freePort()));
    const baseUrl = `http://127.0.0.1:${ports[0]}`;
    const env = {
      DATABASE_URL: postgres.url,
      KABAR_HOME: path.join(folder, 'home'),
      KABAR_PUBLIC_URL: baseUrl,
      // Limits have tests of their own; here load is measured, with the limiter at work and never full.
      KABAR_RATE_LIMIT_KEY: '1000000',
      KABAR_RATE_LIMIT_WORKSPACE: '1000000',
      KABAR_RATE_LIMIT_MEMBER: '1000000',
      KABAR_META_GRAPH_URL: emulator.url,
      KABAR_SMTP_URL: `smtp://127.0.0.1:${emulator.smtpPort}`,
      ...options.env,
    };
    const start = (role: 'api' | 'worker' | 'migrate', index: number): Promise<KabarProcess> =>
      startKabar({ role, env, logFile: path.join(folder, `${role}-${index}.log`), ...(role === 'api' ? { port: ports[index] ?? 0 } : {}) });
    await start('migrate', 0);
    const apis: KabarProcess[] = [];
    const workers: KabarProcess[] = [];
    started.push(() => Promise.all([...apis, ...workers].filter((one) => !one.hasExited()).map((one) => one.stop())));
    // One after the other: the first one makes the root key.
    for (const index of ports.keys()) apis.push(await start('api', index));
    for (let index = 0; index < (options.workerCount ?? 1); index += 1) workers.push(await start('worker', index));
    const account = await signUpAndConnect(baseUrl, emulator);
    return {
      folder,
      env,
      postgres,
      emulator,
      apis,
      workers,
      ...account,
      client: createKabar({ baseUrl, apiKey: account.apiKey }),
      async signIn(workspaceId) {
        const browser = createCookieFetch(baseUrl);
        await createKabar({ baseUrl, fetch: browser }).auth.signIn(account.login);
        return createKabar({ baseUrl, fetch: browser, workspaceId });
      },
      async restartApi(index) {
        apis[index] = await start('api', index);
      },
      async restartWorker(index) {
        workers[index] = await start('worker', index);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Account = Pick<Stand, 'apiKey' | 'login' | 'workspaceId' | 'number' | 'webhookUrl' | 'appSecret'>;

/** What a person does in the dashboard on the first day, by the same API. */
async function signUpAndConnect(baseUrl: string, emulator: EmulatorProcess): Promise<Account> {
  const login = { email: 'rani@kabar.example', password: 'seven lanterns over the harbour' };
  const browser = createCookieFetch(baseUrl);
  const anonymous = createKabar({ baseUrl, fetch: browser });
  await anonymous.auth.signUp({ name: 'Rani', language: 'en', of_age: true, ...login });
  const token = await waitUntil('the mail with the confirmation link', async () => tokenIn(emulator, login.email));
  await anonymous.auth.verifyEmail({ token });
  await anonymous.auth.signIn(login);
  const workspace = await anonymous.workspaces.create({ name: 'Toko Rani', time_zone: 'Asia/Jakarta' });
  const person = createKabar({ baseUrl, fetch: browser, workspaceId: workspace.id });
  const info = await emulator.control.info();
  const [first] = info.numbers;
  if (first === undefined) throw new Error('the emulator has no number');
  const connected = await person.numbers.connect({
    waba_id: info.wabaId,
    phone_number_id: first.phoneNumberId,
    access_token: info.accessToken,
    app_secret: info.appSecret,
  });
  const key = await person.apiKeys.create({ name: 'stand', scopes: KEY_SCOPES, ip_allowlist: [] });
  return {
    apiKey: key.key,
    login,
    workspaceId: workspace.id,
    number: { id: connected.number.id, phoneNumberId: first.phoneNumberId },
    webhookUrl: connected.webhook_url,
    appSecret: info.appSecret,
  };
}

async function tokenIn(emulator: EmulatorProcess, to: string): Promise<string | null> {
  const mails = await emulator.control.mails();
  const text = mails.find((mail) => mail.to.some((address) => address.includes(to)))?.text ?? '';
  return /#token=([\w.~-]+)/.exec(text)?.[1] ?? null;
}
