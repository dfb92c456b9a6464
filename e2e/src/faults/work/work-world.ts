import type { LedgerMessage } from '@kabar/emulator/control';
import { createKabar } from '@kabar/sdk';
import pg from 'pg';
import { createCookieFetch } from '../../stand/cookie-fetch.ts';
import { startStand, type Stand } from '../../stand/stand.ts';
import { waitUntil } from '../../stand/wait-until.ts';

/** How much there is of everything. */
export type WorkSize = {
  importRows: number;
  /** Conversations that were there before anything begins, besides those of the scenarios. */
  bulkCount: number;
  awayCount: number;
  stopCount: number;
  /** Marketing messages queued for each customer who stops. */
  marketingEach: number;
  snoozedCount: number;
  resolvedCount: number;
  /** Messages of the person whose data is exported. */
  exportedMessages: number;
  /** Customers of whose messages webhooks tell, and how many each writes. */
  toldCount: number;
  toldEach: number;
};

/** What a run on every change can wait for. */
export const shortSize: WorkSize = {
  importRows: 2_000,
  bulkCount: 400,
  awayCount: 120,
  stopCount: 15,
  marketingEach: 6,
  snoozedCount: 12,
  resolvedCount: 12,
  exportedMessages: 500,
  toldCount: 12,
  toldEach: 6,
};

/** What fits into the ten thousand invented phone numbers. */
export const longSize: WorkSize = {
  importRows: 4_900,
  bulkCount: 2_000,
  awayCount: 600,
  stopCount: 60,
  marketingEach: 8,
  snoozedCount: 60,
  resolvedCount: 60,
  exportedMessages: 3_000,
  toldCount: 60,
  toldEach: 25,
};

/** What of the installation is killed. */
export type Victims = { worker?: boolean; api?: boolean; postgres?: boolean };

/** A running installation with a team of two, and the means to kill it at a chosen moment and to look at what it stored. */
export type WorkWorld = {
  readonly stand: Stand;
  readonly size: WorkSize;
  /** Reads or spoils the database past the product; waits for it while it is being started again. */
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Lets customers, by phone number, write one text each, and waits until what they wrote is stored. */
  write(messages: readonly { phone: string; text: string }[]): Promise<void>;
  /** What arrived at the customers' phones, from the emulator's own ledger. */
  arrived(): Promise<LedgerMessage[]>;
  /** `kill -9` of these; nothing is started again. */
  kill(victims: Victims): Promise<void>;
  /** Starts again what `kill` ended. The time a killed job is given to answer is over by then. */
  revive(victims: Victims): Promise<void>;
  /** Holds up writing to this table until `release`, so that whoever writes to it is caught inside a transaction. */
  brake(table: string): Promise<Brake>;
  /** Ends something that a kind of work has started, once everything else has ended. */
  atClose(end: () => Promise<void>): void;
  close(): Promise<void>;
};

/** A table that cannot be written to for now. `isCaught`: so many transactions hang at it. */
export type Brake = { isCaught(count: number): Promise<boolean>; release(): Promise<void> };

const patienceMs = 120_000;

/** An invented phone number: +62 812-0000-xxxx. */
export function phoneOf(index: number): string {
  if (index < 0 || index > 9_999) throw new RangeError('there are ten thousand invented numbers');
  return `628120000${String(index).padStart(4, '0')}`;
}

/** Builds the installation. Whatever was started ends again when something fails. */
export async function startWork(size: WorkSize): Promise<WorkWorld> {
  const stand = await startStand({ env: { KABAR_RECONCILE_AFTER: '10s', KABAR_WEBHOOK_NETWORKS: '127.0.0.0/8' } });
  try {
    const { control } = stand.emulator;
    await control.setBehaviours({
      webhooks: { retryScale: 0.02, maxRetryGapMs: 1_000 },
      limits: { pair: false, throughput: false, messagingLimit: false },
    });
    for (const name of ['Agus', 'Rina']) await joinTeam(stand, name);
    return createWorld(stand, size);
  } catch (error) {
    await stand.close();
    throw error;
  }
}

function createWorld(stand: Stand, size: WorkSize): WorkWorld {
  const { control } = stand.emulator;
  const ends: (() => Promise<void>)[] = [];
  const rows: WorkWorld['rows'] = async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    let last: unknown;
    const answer = await waitUntil(
      'the database answers',
      () =>
        stand.postgres.admin.query<Row>(text, [...values]).then(
          (result) => ({ rows: result.rows }),
          (error: unknown) => {
            // A wrong statement stays wrong; only a database that is away is waited for.
            if (isRefusal(error)) throw error;
            last = error;
            return null;
          },
        ),
      patienceMs,
    ).catch((error: unknown) => {
      throw last ?? error;
    });
    return answer.rows;
  };
  return {
    stand,
    size,
    rows,
    async write(messages) {
      const count = async (): Promise<number> =>
        (await rows<{ count: number }>(`select count(*)::int as count from messages where direction = 'in'`))[0]?.count ?? 0;
      const before = await count();
      await control.writeMany(messages.map(({ phone, text }) => inbound(stand, phone, text)));
      await waitUntil('what customers wrote is stored', async () => (await count()) >= before + messages.length, patienceMs);
    },
    arrived: () => control.allLedgerMessages('out'),
    async kill(victims) {
      await Promise.all([
        victims.worker === true ? stand.workers[0]?.kill() : undefined,
        victims.api === true ? stand.apis[0]?.kill() : undefined,
        victims.postgres === true ? stand.postgres.kill() : undefined,
      ]);
    },
    async revive(victims) {
      if (victims.postgres === true) await stand.postgres.start();
      if (victims.worker === true) await letJobsGrowOld(rows);
      if (victims.api === true) await stand.restartApi(0);
      if (victims.worker === true) await stand.restartWorker(0);
    },
    brake: (table) => brake(stand, rows, table),
    atClose: (end) => void ends.push(end),
    close: async () => {
      await stand.close();
      for (const end of ends) await end();
    },
  };
}

/** What the emulator is told to let a customer write. */
export function inbound(stand: Stand, phone: string, text: string) {
  return { customer: phone, numberId: stand.number.phoneNumberId, type: 'text', content: { body: text } };
}

/** A killed process gives no sign of life; instead of waiting half a minute for that to be believed, its last sign is made older. */
async function letJobsGrowOld(rows: WorkWorld['rows']): Promise<void> {
  await rows(`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 hour' where state = 'active'`);
  await rows('update pgboss.queue set monitor_claim_on = null, monitor_on = null');
}

async function brake(stand: Stand, rows: WorkWorld['rows'], table: string): Promise<Brake> {
  const client = new pg.Client({ connectionString: stand.postgres.url });
  client.on('error', () => undefined); // the database may be killed under it
  await client.connect();
  await client.query('begin');
  await client.query(`lock table ${table} in share mode`);
  return {
    isCaught: async (count) => {
      const [row] = await rows<{ count: number }>(
        'select count(distinct pid)::int as count from pg_locks where relation = $1::regclass and not granted',
        [table],
      );
      return (row?.count ?? 0) >= count;
    },
    release: () => client.end(),
  };
}

function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(22|23|25|42)/.test(code);
}

async function joinTeam(stand: Stand, name: string): Promise<void> {
  const login = { email: `${name.toLowerCase()}@kabar.example`, password: 'seven lanterns over the harbour' };
  const baseUrl = stand.apis[0]?.url ?? '';
  const owner = createCookieFetch(baseUrl);
  await createKabar({ baseUrl, fetch: owner }).auth.signIn(stand.login);
  const inviting = createKabar({ baseUrl, fetch: owner, workspaceId: stand.workspaceId });
  const guest = createCookieFetch(baseUrl);
  const anonymous = createKabar({ baseUrl, fetch: guest });
  await anonymous.auth.signUp({ name, language: 'en', of_age: true, ...login });
  await anonymous.auth.verifyEmail({ token: await tokenOf(stand, login.email, 'verify-email') });
  await inviting.invitations.create({ email: login.email, role: 'agent' });
  const token = await tokenOf(stand, login.email, 'accept-invitation');
  await anonymous.auth.signIn(login);
  await createKabar({ baseUrl, fetch: guest, workspaceId: stand.workspaceId }).invitations.accept({ token });
}

function tokenOf(stand: Stand, email: string, page: string): Promise<string> {
  return waitUntil(`the mail that leads to ${page}`, async () => {
    const mails = await stand.emulator.control.mails(email);
    for (const { text } of mails) {
      const token = new RegExp(`/${page}#token=([\\w.~-]+)`).exec(text)?.[1];
      if (token !== undefined) return token;
    }
    return null;
  });
}
