import { runFlood, type LoadResult } from './load.ts';
import { listRequest, sendRequest } from './requests.ts';

/** What a flood asks, of which processes, with which keys in turn. */
export type FloodPlan = {
  urls: string[];
  connectionsPerUrl: number;
  apiKeys: string[];
  asks: { kind: 'send'; numberId: string } | { kind: 'list' };
};

/** What became of it. */
export type FloodCount = { seconds: number; statuses: LoadResult['statuses'] };

/**
 * A caller that floods, in a process of its own: what it costs to make the flood must not be taken for what the flood does to others. The plan
 * comes as the only argument; it prints an empty line when it begins, ends when its input ends, and prints what it counted.
 */
const plan = JSON.parse(process.argv[2] ?? '') as FloodPlan; // written by flood.ts
let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.resume();
let index = 0;
const startedMs = performance.now();
process.stdout.write('\n');
const found = await Promise.all(
  plan.urls.map((url) => {
    const base = new URL(url);
    const makeRequest = () => {
      index += 1;
      const apiKey = plan.apiKeys[index % plan.apiKeys.length] ?? '';
      return plan.asks.kind === 'send'
        ? sendRequest(new URL('/v1/messages', base), apiKey, plan.asks.numberId, index)
        : listRequest(base, apiKey);
    };
    return runFlood(base, makeRequest, plan.connectionsPerUrl, () => isOver);
  }),
);
const statuses: Record<number, number> = {};
for (const one of found)
  for (const [status, count] of Object.entries(one)) statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
const count: FloodCount = { seconds: (performance.now() - startedMs) / 1_000, statuses };
process.stdout.write(`${JSON.stringify(count)}\n`);
