import { setTimeout as delay } from 'node:timers/promises';
import { startStand, type Stand } from '@kabar/e2e/stand';
import { runLoad } from '../load.ts';
import { median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { connectSenders, countRows, openWindows, settleDatabase, type Sender } from '../senders.ts';
import { measureChain } from './chain.ts';

const dueCount = 1_000_000;
const messageCount = 3_000;
const repetitions = 4;

/**
 * The whole chain of sending while 1,000,000 due messages are being swept, against the same chain before: same stand, same table with the same
 * rows in it, one API and one worker that both sends and sweeps. Due messages have no words in the search index and no files.
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
    const senders = await connectSenders(stand, { numberCount: 10, customersPerNumber: 40, throughputLevel: 'HIGH' });
    await openWindows(stand, senders);
    await fillDue(stand);
    await settleDatabase(stand);
    await measure(stand, senders); // warms everything up
    const before: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) before.push(await measure(stand, senders));
    const leftAtStart = await countDue(stand);
    await decideMinimal(stand);
    while ((await countDue(stand)) === leftAtStart) await delay(200);
    const startedMs = performance.now();
    const during: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) during.push(await measure(stand, senders));
    const left = await countDue(stand);
    const seconds = (performance.now() - startedMs) / 1_000;
    if (left === 0) throw new Error('the sweep was over before the measuring; there is nothing to say');
    return [
      ratioResult('retention.chain_while_sweeping', median(during), median(before), 'messages/s', 0.9),
      plainResult('retention.swept_beside_the_load', (leftAtStart - left) / seconds, 'rows/s'),
    ];
  } finally {
    await stand.close();
  }
}

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

/** Signs in and decides the shortest policy, which orders a sweep. */
async function decideMinimal(stand: Stand): Promise<void> {
  const base = stand.apis[0]?.url ?? '';
  const headers = { 'content-type': 'application/json', origin: new URL(base).origin };
  const answer = await fetch(new URL('/v1/auth/sign-in', base), { method: 'POST', headers, body: JSON.stringify(stand.login) });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const policy = { preset: 'minimal', home: 'ID', serves: [], wishes: {} };
  const saved = await fetch(new URL('/v1/privacy/retention', base), {
    method: 'PUT',
    headers: { ...headers, cookie, 'kabar-workspace': stand.workspaceId },
    body: JSON.stringify({ policy, revision: 0 }),
  });
  if (!saved.ok) throw new Error(`deciding was answered with ${saved.status}: ${await saved.text()}`);
}
