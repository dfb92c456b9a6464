import { startStand, type Stand } from '@kabar/e2e/stand';
import { Pool } from 'undici';
import { prepareRequest, runLoad, runPaced, type LoadResult, type PreparedRequest } from '../load.ts';
import { ceilingResult, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { connectSenders, countRows, openWindows, pollUntil, settleDatabase, type Sender } from '../senders.ts';
import { residentMb } from './intake.ts';

const messageCount = 12_000;
const floorCount = 8_000;
const numberCount = 10;
const customersPerNumber = 40;
const lightSeconds = 8;

/**
 * The whole chain: accepted by the API, claimed, sent to the emulator, recorded, and three statuses each (sent,
 * delivered, read) taken in and merged. Load generator, emulator, API, worker and PostgreSQL share the machine. Against
 * F5: a bare HTTP client that posts the same bodies to the same emulator, 64 in flight.
 */
export async function benchChain(): Promise<BenchResult[]> {
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
    const senders = await connectSenders(stand, { numberCount, customersPerNumber, throughputLevel: 'HIGH' });
    await openWindows(stand, senders);
    const idleMb = residentMb(stand.workers[0]?.pid ?? 0);
    await measureChain(stand, senders, 1_000, (url, requests) => runLoad(url, requests, 16)); // warms everything up
    await settleDatabase(stand);
    const before = await bareClient(stand, senders);
    const full = await measureChain(stand, senders, messageCount, (url, requests) => runLoad(url, requests, 64));
    const floor = (before + (await bareClient(stand, senders))) / 2;
    // Below half of what it just finished, at an even pace: a closed loop of few connections is no light load where
    // accepting is faster than sending.
    const perSecond = full.finishedPerSecond * 0.4;
    const light = await measureChain(stand, senders, Math.ceil(perSecond * lightSeconds), (url, requests) =>
      runPaced(url, requests, 16, perSecond),
    );
    return [
      ratioResult('chain.three_statuses', full.finishedPerSecond, floor, 'messages/s', 0.2),
      plainResult('chain.accepted', full.acceptedPerSecond, 'messages/s'),
      plainResult('chain.accept_to_sent.p50', full.acceptToSentP50Ms, 'ms'),
      ceilingResult('chain.accept_to_sent.p50.light_load', light.acceptToSentP50Ms, 'ms', 50),
      plainResult('chain.accept_to_sent.p99.light_load', light.acceptToSentP99Ms, 'ms'),
      ceilingResult('chain.worker_memory_idle', idleMb, 'MB', 300),
      ceilingResult('chain.worker_memory', residentMb(stand.workers[0]?.pid ?? 0), 'MB', 600),
      ceilingResult('chain.api_memory', residentMb(stand.apis[0]?.pid ?? 0), 'MB', 600),
    ];
  } finally {
    await stand.close();
  }
}

/** F5: the same bodies straight to the emulator with `undici` and nothing else. */
async function bareClient(stand: Stand, senders: readonly Sender[]): Promise<number> {
  const info = await stand.emulator.control.info();
  const origin = new URL(info.graphUrl).origin;
  const pool = new Pool(origin, { connections: 64 });
  const headers = { authorization: `Bearer ${info.accessToken}`, 'content-type': 'application/json' };
  await stand.emulator.control.setBehaviours({ statuses: { autoSent: false, autoDelivered: false, autoRead: false } });
  let next = 0;
  const startedMs = performance.now();
  const lane = async (): Promise<void> => {
    for (let index = next++; index < floorCount; index = next++) {
      const sender = senders[index % senders.length];
      if (sender === undefined) return;
      const body = JSON.stringify({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: sender.recipients[index % sender.recipients.length],
        type: 'text',
        text: { body: `Your order ${index} is on its way` },
      });
      const answer = await pool.request({ path: `/${info.graphVersion}/${sender.phoneNumberId}/messages`, method: 'POST', headers, body });
      await answer.body.json();
      if (answer.statusCode !== 200) throw new Error(`the emulator answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: 64 }, lane));
  const perSecond = floorCount / ((performance.now() - startedMs) / 1_000);
  await pool.close();
  await stand.emulator.control.setBehaviours({ statuses: { autoSent: true, autoDelivered: true, autoRead: true } });
  return perSecond;
}

type ChainRun = { finishedPerSecond: number; acceptedPerSecond: number; acceptToSentP50Ms: number; acceptToSentP99Ms: number };

const sinceById = `workspace_id = (select id from workspaces order by id limit 1) and id >= $1::uuid`;

type Load = (url: URL, requests: readonly PreparedRequest[]) => Promise<LoadResult>;

/** Sends `count` messages and waits until the last has its third status. Reads by id, so that old rows in the table cost nothing. */
export async function measureChain(stand: Stand, senders: readonly Sender[], count: number, load: Load): Promise<ChainRun> {
  const url = new URL('/v1/messages', stand.apis[0]?.url);
  const hex = Date.now().toString(16).padStart(12, '0');
  const since = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  const requests = Array.from({ length: count }, (_, index) => requestOf(url, stand, senders, index));
  const startedMs = performance.now();
  const accepted = await load(url, requests);
  if (accepted.statuses[202] !== count) throw new Error(`accept answered ${JSON.stringify(accepted.statuses)}`);
  await pollUntil(
    async () =>
      (await countRows(
        stand,
        `select count(*)::int as count from messages where ${sinceById} and direction = 'out' and read_at is not null`,
        [since],
      )) >= count,
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  const { rows } = await stand.postgres.admin.query<{ p50: number; p99: number }>(
    `select percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.99) within group (order by ms) as p99
       from (select (select extract(epoch from a.finished_at - m.created_at) * 1000 from message_attempts a
                where a.workspace_id = m.workspace_id and a.message_id = m.id and a.attempt = 1) as ms
               from messages m where ${sinceById} and m.direction = 'out') x`,
    [since],
  );
  return {
    finishedPerSecond: count / seconds,
    acceptedPerSecond: accepted.perSecond,
    acceptToSentP50Ms: rows[0]?.p50 ?? Number.NaN,
    acceptToSentP99Ms: rows[0]?.p99 ?? Number.NaN,
  };
}

function requestOf(url: URL, stand: Stand, senders: readonly Sender[], index: number): PreparedRequest {
  const sender = senders[index % senders.length];
  if (sender === undefined) throw new Error('no number');
  const to = sender.recipients[Math.floor(index / senders.length) % sender.recipients.length];
  const body = JSON.stringify({ number_id: sender.id, to, type: 'text', text: { body: `Your order ${index} is on its way` } });
  return prepareRequest(url, { authorization: `Bearer ${stand.apiKey}` }, body);
}
