import { benchAccept } from './parts/accept.ts';
import { benchBackup } from './parts/backup.ts';
import { benchChain } from './parts/chain.ts';
import { benchErasure } from './parts/erasure.ts';
import { benchInboxMillion } from './parts/inbox-million.ts';
import { benchInbox } from './parts/inbox.ts';
import { benchIntake } from './parts/intake.ts';
import { benchIsolation } from './parts/isolation.ts';
import { benchPace } from './parts/pace.ts';
import { benchRequestLog } from './parts/request-log.ts';
import { benchRetention } from './parts/retention.ts';
import { benchSearch } from './parts/search.ts';
import { benchWebhooks } from './parts/webhooks.ts';
import type { BenchResult } from './result.ts';

/**
 * `npm run bench [-- part …] [-- --json]`: measures on this machine, each figure beside a floor of the same run. With
 * `--json` prints one array of results and nothing else. Never asserts times; the exit code says whether it ran.
 */
const parts: Readonly<Record<string, () => Promise<BenchResult[]>>> = {
  intake: benchIntake,
  accept: benchAccept,
  chain: benchChain,
  pace: benchPace,
  isolation: benchIsolation,
  webhooks: benchWebhooks,
  'request-log': benchRequestLog,
  inbox: benchInbox,
  'inbox-million': benchInboxMillion,
  search: benchSearch,
  erasure: benchErasure,
  backup: benchBackup,
  retention: benchRetention,
};

const args = process.argv.slice(2);
const json = args.includes('--json');
const names = args.filter((arg) => !arg.startsWith('--'));
const unknown = names.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`There is no part called ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}\n`);
  process.exit(2);
}
const results: BenchResult[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const found = await run();
  results.push(...found);
  if (!json) for (const result of found) process.stdout.write(`${lineOf(result)}\n`);
}
if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);

function lineOf(result: BenchResult): string {
  const floor = result.floor === null ? '' : `  floor ${result.floor}  ratio ${result.ratio}`;
  const bar = result.bar === null ? '' : `  bar ${result.bar}  ${result.ok ? 'ok' : 'MISSED'}`;
  return `${result.name.padEnd(40)} ${String(result.value).padStart(9)} ${result.unit}${floor}${bar}`;
}
