import { KEY_SCOPES } from '@kabar/contract';
import { startStand, type Stand } from '@kabar/e2e/stand';
import { calmest, watchOthers, type Watched } from '../calm.ts';
import type { FloodPlan } from '../flood-client.ts';
import { startFlood } from '../flood.ts';
import { runPaced, type PreparedRequest } from '../load.ts';
import { listRequest, sendRequest } from '../requests.ts';
import { ceilingResult, median, plainResult, type BenchResult } from '../result.ts';
import { settleDatabase } from '../senders.ts';

const repetitions = 8;
const quietPerSecond = 100;
const quietCount = 500;
const quietConnections = 8;
const floodConnections = 96;

/**
 * What a caller notices of another that floods: p99 of an even stream of requests on two API processes, with and without the flood, in turn. The limits are
 * those an installation starts with. `key`: both send messages in one workspace, each with a key of its own. `workspace`: several
 * keys of one workspace read lists as fast as they can, another workspace reads its own. The flood comes from a process of its own. Of the turns those
 * count in which others had least of the machine.
 */
export async function benchIsolation(): Promise<BenchResult[]> {
  const stand = await startStand({
    apiCount: 2,
    env: { KABAR_RATE_LIMIT_KEY: '500', KABAR_RATE_LIMIT_WORKSPACE: '1000', KABAR_RATE_LIMIT_MEMBER: '100' },
  });
  try {
    const quietKey = await makeKey(stand);
    const loudKeys = await Promise.all([1, 2, 3].map(() => makeKey(stand)));
    const elsewhere = await keyOfOtherWorkspace(stand);
    const key = await compare(stand, (url, index) => sendRequest(new URL('/v1/messages', url), quietKey, stand.number.id, index), {
      apiKeys: [stand.apiKey],
      asks: { kind: 'send', numberId: stand.number.id },
    });
    const workspace = await compare(stand, (url) => listRequest(url, elsewhere), { apiKeys: loudKeys, asks: { kind: 'list' } });
    return [...resultsOf('key', key), ...resultsOf('workspace', workspace)];
  } finally {
    await stand.close();
  }
}

type QuietCaller = (url: URL, index: number) => PreparedRequest;
/** One turn: the quiet caller alone, then beside the flood. */
type Turn = { aloneMs: number; besideMs: number; refusedShare: number; asked: number };

async function compare(stand: Stand, quiet: QuietCaller, loud: Pick<FloodPlan, 'apiKeys' | 'asks'>): Promise<Watched<Turn>[]> {
  const urls = stand.apis.map((api) => new URL(api.url));
  await quietP99(urls, quiet); // warms everything up
  await settleDatabase(stand);
  const turns: Watched<Turn>[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const turn = await watchOthers(async () => {
      const aloneMs = await quietP99(urls, quiet);
      const flood = await startFlood({ ...loud, urls: urls.map((url) => url.href), connectionsPerUrl: floodConnections });
      const besideMs = await quietP99(urls, quiet);
      const { statuses, seconds } = await flood.stop();
      const all = Object.values(statuses).reduce((sum, count) => sum + count, 0);
      return { aloneMs, besideMs, refusedShare: (statuses[429] ?? 0) / all, asked: all / seconds };
    });
    turns.push(turn);
  }
  return turns;
}

/** The worse p99 of the two processes. Errors: when a quiet request was refused. */
async function quietP99(urls: readonly URL[], quiet: QuietCaller): Promise<number> {
  const results = await Promise.all(
    urls.map((url) =>
      runPaced(
        url,
        Array.from({ length: quietCount }, (_, index) => quiet(url, index)),
        quietConnections,
        quietPerSecond / urls.length,
      ),
    ),
  );
  for (const { statuses } of results) {
    const refused = Object.keys(statuses).filter((status) => Number(status) >= 300);
    if (refused.length > 0) throw new Error(`the quiet caller was answered ${JSON.stringify(statuses)}`);
  }
  return Math.max(...results.map((result) => result.p99Ms));
}

function resultsOf(name: string, all: readonly Watched<Turn>[]): BenchResult[] {
  const turns = calmest(all).map(({ found }) => found);
  return [
    ceilingResult(`isolation.${name}.p99_ratio`, median(turns.map(({ aloneMs, besideMs }) => besideMs / aloneMs)), 'times', 2),
    plainResult(`isolation.${name}.p99_alone`, median(turns.map(({ aloneMs }) => aloneMs)), 'ms'),
    plainResult(`isolation.${name}.p99_beside_flood`, median(turns.map(({ besideMs }) => besideMs)), 'ms'),
    plainResult(`isolation.${name}.flood_refused`, median(turns.map(({ refusedShare }) => refusedShare)) * 100, '%'),
    plainResult(`isolation.${name}.flood_asked`, median(turns.map(({ asked }) => asked)), 'requests/s'),
    plainResult(`isolation.${name}.used_by_others`, median(calmest(all).map(({ othersCores }) => othersCores)), 'cores'),
  ];
}

/** A further key of the stand's workspace, as its owner makes it. */
async function makeKey(stand: Stand): Promise<string> {
  const owner = await stand.signIn(stand.workspaceId);
  return (await owner.apiKeys.create({ name: 'bench', scopes: KEY_SCOPES, ip_allowlist: [] })).key;
}

async function keyOfOtherWorkspace(stand: Stand): Promise<string> {
  const person = await stand.signIn();
  const { id } = await person.workspaces.create({ name: 'Toko Lain', time_zone: 'Asia/Jakarta' });
  const owner = await stand.signIn(id);
  return (await owner.apiKeys.create({ name: 'bench', scopes: KEY_SCOPES, ip_allowlist: [] })).key;
}
