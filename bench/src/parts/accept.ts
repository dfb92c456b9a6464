import { startStand } from '@kabar/e2e/stand';
import { startFloor } from '../floors/floor-process.ts';
import { runLoad, type PreparedRequest } from '../load.ts';
import { recipientCount, sendRequest } from '../requests.ts';
import { ceilingResult, median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { settleDatabase } from '../senders.ts';
import { residentMb } from './intake.ts';

const repetitions = 5;
const requestCount = 6_000;
const connectionCount = 64;

/**
 * `POST /v1/messages` until its 202 after commit: one API process, no worker beside it, fresh idempotency key each, 500
 * recipients in turn, against F4 (the same framework, schema and answer, storing nothing), interleaved.
 */
export async function benchAccept(): Promise<BenchResult[]> {
  const stand = await startStand();
  const floor = await startFloor('accept-server.ts', [stand.apiKey], '/v1/messages');
  try {
    await stand.workers[0]?.stop(); // accepting alone is measured
    const url = new URL('/v1/messages', stand.apis[0]?.url);
    const make = (target: URL, count: number): PreparedRequest[] =>
      Array.from({ length: count }, (_, index) => sendRequest(target, stand.apiKey, stand.number.id, index));
    await runLoad(url, make(url, recipientCount * 2), connectionCount);
    await runLoad(floor.url, make(floor.url, 2_000), connectionCount);
    await settleDatabase(stand);
    const floors: number[] = [];
    const ours: number[] = [];
    const middles: number[] = [];
    const tails: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      floors.push((await runLoad(floor.url, make(floor.url, requestCount), connectionCount)).perSecond);
      const result = await runLoad(url, make(url, requestCount), connectionCount);
      if (result.statuses[202] !== requestCount) throw new Error(`accept answered ${JSON.stringify(result.statuses)}`);
      ours.push(result.perSecond);
      middles.push(result.p50Ms);
      tails.push(result.p99Ms);
    }
    return [
      ratioResult('accept', median(ours), median(floors), 'messages/s', 0.75),
      plainResult('accept.p50', median(middles), 'ms'),
      plainResult('accept.p99', median(tails), 'ms'),
      ceilingResult('accept.memory', residentMb(stand.apis[0]?.pid ?? 0), 'MB', 600),
    ];
  } finally {
    floor.stop();
    await stand.close();
  }
}
