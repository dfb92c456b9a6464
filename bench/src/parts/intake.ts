import { readFileSync } from 'node:fs';
import { startStand } from '@kabar/e2e/stand';
import { startFloor } from '../floors/floor-process.ts';
import { runLoad } from '../load.ts';
import { ceilingResult, median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { settleDatabase } from '../senders.ts';
import { inboundRequest, statusesRequest } from '../webhook-bodies.ts';

const repetitions = 5;
const requestCount = 8_000;
const connectionCount = 64;

/**
 * Webhook intake, durable before the 200: one API process, no worker beside it, against F1 (a raw server with signature
 * check that stores nothing), interleaved; then POSTs of 1,000 updates.
 */
export async function benchIntake(): Promise<BenchResult[]> {
  const stand = await startStand();
  const floor = await startFloor('raw-intake-server.ts', [stand.appSecret], '/');
  try {
    await stand.workers[0]?.stop(); // accepting alone is measured
    const url = new URL(stand.webhookUrl);
    const info = await stand.emulator.control.info();
    const ids = { wabaId: info.wabaId, phoneNumberId: stand.number.phoneNumberId };
    const make = (target: URL, count: number) => Array.from({ length: count }, () => inboundRequest(target, stand.appSecret, ids));
    await runLoad(url, make(url, 2_000), connectionCount);
    await runLoad(floor.url, make(floor.url, 2_000), connectionCount);
    await settleDatabase(stand);
    const floors: number[] = [];
    const ours: number[] = [];
    const tails: number[] = [];
    const middles: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      floors.push((await runLoad(floor.url, make(floor.url, requestCount), connectionCount)).perSecond);
      const result = await runLoad(url, make(url, requestCount), connectionCount);
      if (result.statuses[200] !== requestCount) throw new Error(`intake answered ${JSON.stringify(result.statuses)}`);
      ours.push(result.perSecond);
      tails.push(result.p99Ms);
      middles.push(result.p50Ms);
    }
    const large = await runLoad(
      url,
      Array.from({ length: 20 }, () => statusesRequest(url, stand.appSecret, ids, 1_000)),
      1,
    );
    return [
      ratioResult('intake.one_update', median(ours), median(floors), 'POST/s', 0.5),
      plainResult('intake.one_update.p50', median(middles), 'ms'),
      plainResult('intake.one_update.p99', median(tails), 'ms'),
      ceilingResult('intake.thousand_updates.p50', large.p50Ms, 'ms', 250),
      ceilingResult('intake.thousand_updates.p99', large.p99Ms, 'ms', 250),
      ceilingResult('intake.memory', residentMb(stand.apis[0]?.pid ?? 0), 'MB', 600),
    ];
  } finally {
    floor.stop();
    await stand.close();
  }
}

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}
