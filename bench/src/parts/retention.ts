import { setTimeout as wait } from 'node:timers/promises';
import { startStand, type Stand } from '@kabar/e2e/stand';
import { calmest, watchOthers, type Watched } from '../calm.ts';
import { runLoad } from '../load.ts';
import { median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { connectSenders, countRows, openWindows, pollUntil, settleDatabase, type Sender } from '../senders.ts';
import { measureChain } from './chain.ts';

const dueCount = Number(process.env['KABAR_BENCH_DUE'] ?? 1_000_000);
const messageCount = 4_000;
const repetitions = 8;
/** Saving a policy has work of its own, such as notices that tell of it; this is about what comes after. */
const settleMs = 6_000;

/**
 * The whole chain of sending while 1,000,000 due messages are being swept, against the same chain while the sweep is on hold, in turns: same stand,
 * same table, one API and one worker that both sends and sweeps, and customers enough that nobody's pace holds anything back. Afterwards the sweep goes on alone until not one due message is left, and its
 * receipts have to count them all. Due messages have no words in the search index and no files. Of the turns those count in which others had least of
 * the machine.
 */
export async function benchRetention(): Promise<BenchResult[]> {
  const stand = await startStand({ workerCount: 1 });
  try {
    await stand.emulator.control.setBehaviours({
      limits: { pair: false, throughput: false, messagingLimit: false, callsPerHour: null },
      webhooks: { batchSize: 200, batchLingerMs: 20, concurrency: 16 },
      statuses: {
        autoRead: true,
        sentDelay: { minMs: 5, maxMs: 20 },
        deliveredDelay: { minMs: 20, maxMs: 60 },
        readDelay: { minMs: 20, maxMs: 60 },
      },
    });
    // Each customer gets one message a turn: the pace that Meta allows per customer is none of this.
    const senders = await connectSenders(stand, { numberCount: 10, customersPerNumber: messageCount / 10, throughputLevel: 'HIGH' });
    await openWindows(stand, senders);
    await fillDue(stand);
    await settleDatabase(stand);
    const sweep = await createSweep(stand);
    await measure(stand, senders); // warms everything up
    const turns: Watched<Turn>[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const turn = await watchOthers(async () => {
        const still = await measure(stand, senders);
        await sweep.start();
        await wait(settleMs);
        const leftAtStart = await countDue(stand);
        const startedMs = performance.now();
        const sweeping = await measure(stand, senders);
        const left = await countDue(stand);
        return { still, sweeping, left, rate: ((leftAtStart - left) * 1_000) / (performance.now() - startedMs) };
      });
      if (turn.found.left === 0) break; // only a part of this measuring was beside a sweep
      turns.push(turn);
      await sweep.stop();
    }
    if (turns.length === 0) throw new Error('the sweep was over before the measuring; there is nothing to say');
    const counted = calmest(turns).map(({ found }) => found);
    const beside = dueCount - (await countDue(stand));
    let alone = Number.NaN;
    if (beside < dueCount) {
      const leftAtEnd = await sweep.start();
      const aloneMs = performance.now();
      await pollUntil(async () => (await countDue(stand)) === 0, { forMs: 45 * 60_000, everyMs: 5_000 });
      alone = (leftAtEnd * 1_000) / (performance.now() - aloneMs);
    }
    const told = await countRows(stand, `select sum(removed)::int as count from retention_run_items where table_name = 'messages'`);
    if (told !== dueCount) throw new Error(`receipts tell of ${told} messages instead of ${dueCount}`);
    return [
      ratioResult(
        'retention.chain_while_sweeping',
        median(counted.map(({ sweeping }) => sweeping)),
        median(counted.map(({ still }) => still)),
        'messages/s',
        0.9,
      ),
      plainResult('retention.swept_beside_the_load', median(counted.map(({ rate }) => rate)), 'rows/s'),
      plainResult('retention.used_by_others', median(calmest(turns).map(({ othersCores }) => othersCores)), 'cores'),
      plainResult('retention.rows_before_the_end', beside, 'rows'),
      plainResult('retention.swept_alone', alone, 'rows/s'),
      plainResult('retention.due_messages_left', await countDue(stand), 'rows'),
    ];
  } finally {
    await stand.close();
  }
}

/** The chain at rest, then beside the sweep, in messages a second; due rows left after it, and how many went a second. */
type Turn = { still: number; sweeping: number; left: number; rate: number };

async function measure(stand: Stand, senders: readonly Sender[]): Promise<number> {
  return (await measureChain(stand, senders, messageCount, (url, requests) => runLoad(url, requests, 64))).finishedPerSecond;
}

function countDue(stand: Stand): Promise<number> {
  return countRows(stand, `select count(*)::int as count from messages where type = 'due'`);
}

/** Messages of three years ago in the conversations that are there, with contents of a usual size that nobody opens. */
async function fillDue(stand: Stand): Promise<void> {
  await stand.postgres.admin.query(
    `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed,
                           wamid_hash, occurred_at, created_at)
     select v.workspace_id,
            (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-7' || substr(md5(n::text), 1, 3) || '-8' || substr(md5(n::text), 4, 3) || '-' || substr(md5(n::text), 7, 12))::uuid,
            v.number_id, v.id, v.contact_id, 'in', 'due', 'received', 'contact', decode(repeat(md5(n::text), 6), 'hex'), decode(md5(n::text) || md5((-n)::text), 'hex'), at, at
       from (select n, now() - interval '3 years' + n * interval '1 second' as at,
                    lpad(to_hex((extract(epoch from now() - interval '3 years' + n * interval '1 second') * 1000)::bigint), 12, '0') as hex
               from generate_series(1, $1) n) made
       join (select *, row_number() over (order by id) as place, count(*) over () as total from conversations) v on v.place = 1 + made.n % v.total`,
    [dueCount],
  );
}

/** A sweep that can be begun and held. */
type Sweep = {
  /** Orders a sweep and waits for its first batch; gives how many rows were left then. */
  start(): Promise<number>;
  /** Puts everything on hold and waits until the run has ended. */
  stop(): Promise<void>;
};

/** Signs in as the owner, who decides the shortest policy, puts everything on hold and releases it, by the API. */
async function createSweep(stand: Stand): Promise<Sweep> {
  const base = stand.apis[0]?.url ?? '';
  const headers = { 'content-type': 'application/json', origin: new URL(base).origin };
  const answer = await fetch(new URL('/v1/auth/sign-in', base), { method: 'POST', headers, body: JSON.stringify(stand.login) });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const call = async (method: string, path: string, body: object): Promise<{ id: string }> => {
    const done = await fetch(new URL(path, base), {
      method,
      headers: { ...headers, cookie, 'kabar-workspace': stand.workspaceId },
      body: JSON.stringify(body),
    });
    if (!done.ok) throw new Error(`${path} was answered with ${done.status}: ${await done.text()}`);
    return (await done.json()) as { id: string }; // a hold; of other answers nothing is read
  };
  const { data: members } = await stand.client.members.list();
  const owner = members[0]?.id;
  let revision = 0;
  let hold: string | null = null;
  return {
    async start() {
      if (hold !== null) await call('POST', `/v1/privacy/holds/${hold}/release`, { reason: 'measuring' });
      const before = await countDue(stand);
      await call('PUT', '/v1/privacy/retention', { policy: { preset: 'minimal', home: 'ID', serves: [], wishes: {} }, revision });
      revision += 1;
      await pollUntil(async () => (await countDue(stand)) < before);
      return countDue(stand);
    },
    async stop() {
      const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
      ({ id: hold } = await call('POST', '/v1/privacy/holds', { reason: 'measuring', owner_member_id: owner, review_on: day }));
      await pollUntil(
        async () => (await countRows(stand, `select count(*)::int as count from retention_runs where status = 'running'`)) === 0,
      );
    },
  };
}
