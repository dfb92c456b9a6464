import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, startKabar, startStand } from '@kabar/e2e/stand';
import { runLoad, type PreparedRequest } from '../load.ts';
import { listRequest, recipientCount, sendRequest } from '../requests.ts';
import { median, ratioResult, type BenchResult } from '../result.ts';
import { countRows, settleDatabase } from '../senders.ts';

const repetitions = 9;
const requestCount = 6_000;
/** Lines are written up to a second later: the load begins before it is measured, so that those of one side do not fall into the time of the other. */
const leadInCount = 4_000;
const connectionCount = 64;

/**
 * What the request log costs: requests a second of one API process that writes a line for each, against one on the same database that writes none, in
 * turns. `read`: the shortest answer that is read from the database, `accept`: `POST /v1/messages`. No worker beside it.
 */
export async function benchRequestLog(): Promise<BenchResult[]> {
  const stand = await startStand({ apiCount: 1 });
  const port = await freePort();
  const silencer = pathToFileURL(path.join(import.meta.dirname, '../floors/without-request-log.ts')).href;
  const env = { ...stand.env, NODE_OPTIONS: `--import=${silencer}` };
  const without = await startKabar({ role: 'api', env, port, logFile: path.join(stand.folder, 'without.log') });
  try {
    await stand.workers[0]?.stop();
    const urls = { logged: new URL(stand.apis[0]?.url ?? ''), floor: new URL(without.url) };
    const read = (url: URL): PreparedRequest => listRequest(url, stand.apiKey);
    const send = (url: URL, index: number): PreparedRequest =>
      sendRequest(new URL('/v1/messages', url), stand.apiKey, stand.number.id, index);
    const results: BenchResult[] = [];
    for (const [name, make] of [['read', read] as const, ['accept', send] as const]) {
      const load = async (url: URL, count: number): Promise<number> => {
        const { perSecond, statuses } = await runLoad(
          url,
          Array.from({ length: count }, (_, index) => make(url, index)),
          connectionCount,
        );
        if (Object.keys(statuses).some((status) => Number(status) >= 300))
          throw new Error(`${name} was answered ${JSON.stringify(statuses)}`);
        return perSecond;
      };
      const rate = async (url: URL): Promise<number> => {
        await load(url, leadInCount);
        return load(url, requestCount);
      };
      for (const url of Object.values(urls)) await load(url, recipientCount * 2); // warms everything up
      await settleDatabase(stand);
      const [floors, logged]: [number[], number[]] = [[], []];
      for (let repetition = 0; repetition < repetitions; repetition += 1) {
        floors.push(await rate(urls.floor));
        logged.push(await rate(urls.logged));
      }
      results.push(ratioResult(`request_log.${name}`, median(logged), median(floors), 'requests/s', 0.85));
    }
    const lines = await countRows(stand, 'select count(*)::int as count from request_log');
    const asked = 2 * repetitions * (leadInCount + requestCount);
    if (Math.abs(lines / asked - 1) > 0.1) throw new Error(`${lines} lines were written of ${asked} requests`);
    return results;
  } finally {
    await without.stop();
    await stand.close();
  }
}
