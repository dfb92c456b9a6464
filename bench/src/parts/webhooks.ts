import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { startStand, type Stand } from '@kabar/e2e/stand';
import { Pool } from 'undici';
import { calmest, watchOthers, type Watched } from '../calm.ts';
import { startFloor } from '../floors/floor-process.ts';
import { ceilingResult, median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { countRows, pollUntil, settleDatabase } from '../senders.ts';

const rounds = 6;
const floorCount = 12_000;
const eventCount = 4_000;
const endpointCount = 4;

/**
 * Outgoing webhooks from a backlog: signed, logged and counted, to four endpoints of 16 requests at once. Against F5 with a signature: a bare HTTP client that
 * posts the same body to the same receiver, 64 in flight. Then the same beside endpoints that never answer and that cannot be reached. Receiver, worker and
 * PostgreSQL share the machine. Of the turns those count in which others had least of it.
 */
export async function benchWebhooks(): Promise<BenchResult[]> {
  const stand = await startStand({ workerCount: 1, env: { KABAR_WEBHOOK_NETWORKS: '127.0.0.0/8' } });
  const receiver = await startFloor('hook-server.ts', [], '/');
  try {
    const alive: string[] = [];
    for (let index = 0; index < endpointCount; index += 1)
      alive.push(await createEndpoint(stand, new URL(`/hook-${index}`, receiver.url).href));
    await drain(stand, alive, 1_000); // warms everything up
    await settleDatabase(stand);
    const turns: Watched<{ floor: number; delivered: number }>[] = [];
    for (let round = 0; round < rounds; round += 1)
      turns.push(
        await watchOthers(async () => ({ floor: await bareClient(receiver.url), delivered: await drain(stand, alive, eventCount) })),
      );
    const dead = [
      await createEndpoint(stand, new URL('/never', receiver.url).href),
      await createEndpoint(stand, 'http://127.0.0.1:9/'), // nobody listens on the discard port
    ];
    const pairs: Watched<{ beside: number; alone: number }>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await drain(stand, dead, eventCount, { waits: false });
      const pair = await watchOthers(async () => ({
        beside: await drain(stand, alive, eventCount),
        alone: await drain(stand, alive, eventCount, { clears: dead }),
      }));
      pairs.push(pair);
    }
    const calm = calmest(turns).map(({ found }) => found);
    const calmPairs = calmest(pairs).map(({ found }) => found);
    const cost = 1 - median(calmPairs.map(({ beside }) => beside)) / median(calmPairs.map(({ alone }) => alone));
    return [
      ratioResult(
        'webhooks.delivered',
        median(calm.map(({ delivered }) => delivered)),
        median(calm.map(({ floor }) => floor)),
        'requests/s',
        0.5,
      ),
      plainResult('webhooks.used_by_others', median(calmest(turns).map(({ othersCores }) => othersCores)), 'cores'),
      plainResult('webhooks.beside_dead_endpoints', median(calmPairs.map(({ beside }) => beside)), 'requests/s'),
      ceilingResult('webhooks.dead_endpoints_cost', Math.max(0, cost * 100), '%', 10),
    ];
  } finally {
    receiver.stop();
    await stand.close();
  }
}

async function createEndpoint(stand: Stand, url: string): Promise<string> {
  const made = await stand.client.webhookEndpoints.create({ url, event_types: ['media.updated'], max_in_flight: 16 });
  const { rows } = await stand.postgres.admin.query<{ id: string }>('select id from webhook_endpoints order by id desc limit 1');
  return rows[0]?.id ?? made.id;
}

/** Puts `count` events for each endpoint on their way at once; gives how many arrive per second. `clears`: endpoints whose backlog goes first. */
async function drain(
  stand: Stand,
  endpointIds: readonly string[],
  count: number,
  options: { waits?: boolean; clears?: readonly string[] } = {},
): Promise<number> {
  const { admin } = stand.postgres;
  if (options.clears !== undefined)
    await admin.query(
      `update webhook_deliveries set status = 'cancelled', finished_at = now() where status = 'pending' and endpoint_id = any($1)`,
      [options.clears],
    );
  await admin.query(
    `with told as (
       insert into webhook_events (workspace_id, id, type, data, occurred_at, created_at)
       select workspace_id, uuidv7(), 'media.updated', '{"media_id":"med_01jd8z3t5kf6v9b2m4n7p0q1rs"}', now(), now()
         from generate_series(1, $2::int), (select workspace_id from webhook_endpoints limit 1) w
       returning workspace_id, id)
     insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, next_attempt_at, created_at)
     select told.workspace_id, uuidv7(), e.id, told.id, 'media.updated', now(), now() from told, unnest($1::uuid[]) as e (id)`,
    [endpointIds, count],
  );
  const startedMs = performance.now();
  await admin.query(`select pg_notify('kabar_webhooks', $1)`, [endpointIds.join(',')]);
  if (options.waits === false) return Number.NaN;
  await pollUntil(
    async () =>
      (await countRows(
        stand,
        // Asked and not counted: counting took a fifth of the database's time.
        `select exists (select from webhook_deliveries where workspace_id = (select workspace_id from webhook_endpoints limit 1)
            and endpoint_id = any($1) and status = 'pending')::int as count`,
        [endpointIds],
      )) === 0,
  );
  return (count * endpointIds.length) / ((performance.now() - startedMs) / 1_000);
}

/** F5 with a signature: `undici`, 64 in flight, and nothing else. */
async function bareClient(url: URL): Promise<number> {
  const pool = new Pool(url.origin, { connections: 64 });
  const key = createSecretKey(randomBytes(32));
  const body = JSON.stringify({
    id: 'evt_01jd8z3t5kf6v9b2m4n7p0q1rs',
    type: 'media.updated',
    version: '1',
    timestamp: new Date().toISOString(),
    workspace_id: 'wsp_01jd8z3t5kf6v9b2m4n7p0q1rs',
    data: { media_id: 'med_01jd8z3t5kf6v9b2m4n7p0q1rs' },
  });
  let next = 0;
  const startedMs = performance.now();
  const lane = async (): Promise<void> => {
    while (next++ < floorCount) {
      const id = randomUUID();
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      };
      const answer = await pool.request({ path: '/', method: 'POST', headers, body });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`the receiver answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: 64 }, lane));
  const perSecond = floorCount / ((performance.now() - startedMs) / 1_000);
  await pool.close();
  return perSecond;
}
