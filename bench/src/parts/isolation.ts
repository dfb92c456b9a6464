import { KEY_SCOPES } from '@kabar/contract';
import { startStand, type Stand } from '@kabar/e2e/stand';
import { prepareRequest, runLoad, runPaced, type PreparedRequest } from '../load.ts';
import { ceilingResult, median, plainResult, type BenchResult } from '../result.ts';
import { settleDatabase } from '../senders.ts';
import { sendRequest } from './accept.ts';

const repetitions = 7;
const quietPerSecond = 100;
const quietCount = 500;
const quietConnections = 8;
const floodConnections = 96;
const floodChunk = 1_000;

/**
 * What a caller notices of another that floods: p99 of an even stream of requests on two API processes, with and without the flood, in turn. The limits are
 * those an installation starts with. `key`: both send messages in one workspace, each with a key of its own. `workspace`: several
 * keys of one workspace read lists as fast as they can, another workspace reads its own.
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
    await settleDatabase(stand);
    const key = await compare(stand, {
      quiet: (url, index) => sendRequest(new URL('/v1/messages', url), quietKey, stand.number.id, index),
      flood: (url, index) => sendRequest(new URL('/v1/messages', url), stand.apiKey, stand.number.id, index),
    });
    const workspace = await compare(stand, {
      quiet: (url) => listRequest(url, elsewhere),
      flood: (url, index) => listRequest(url, loudKeys[index % loudKeys.length] ?? ''),
    });
    return [...resultsOf('key', key), ...resultsOf('workspace', workspace)];
  } finally {
    await stand.close();
  }
}

type Callers = { quiet(url: URL, index: number): PreparedRequest; flood(url: URL, index: number): PreparedRequest };
type Comparison = { ratios: number[]; aloneMs: number[]; besideMs: number[]; refusedShares: number[] };

async function compare(stand: Stand, callers: Callers): Promise<Comparison> {
  const urls = stand.apis.map((api) => new URL(api.url));
  const found: Comparison = { ratios: [], aloneMs: [], besideMs: [], refusedShares: [] };
  await quietP99(urls, callers); // warms everything up
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const aloneMs = await quietP99(urls, callers);
    const flood = startFlood(urls, callers);
    const besideMs = await quietP99(urls, callers);
    found.refusedShares.push(await flood.stop());
    found.aloneMs.push(aloneMs);
    found.besideMs.push(besideMs);
    found.ratios.push(besideMs / aloneMs);
  }
  return found;
}

/** The worse p99 of the two processes. Errors: when a quiet request was refused. */
async function quietP99(urls: readonly URL[], callers: Callers): Promise<number> {
  const results = await Promise.all(
    urls.map((url) =>
      runPaced(
        url,
        Array.from({ length: quietCount }, (_, index) => callers.quiet(url, index)),
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

/** Asks as fast as it is answered until it is stopped; then gives which share was refused. */
function startFlood(urls: readonly URL[], callers: Callers): { stop(): Promise<number> } {
  let isOver = false;
  const counts = { refused: 0, all: 0 };
  const lane = async (url: URL): Promise<void> => {
    while (!isOver) {
      const requests = Array.from({ length: floodChunk }, (_, index) => callers.flood(url, index));
      const { statuses } = await runLoad(url, requests, floodConnections);
      counts.refused += statuses[429] ?? 0;
      counts.all += floodChunk;
    }
  };
  const running = Promise.all(urls.map(lane));
  return {
    stop: async () => {
      isOver = true;
      await running;
      return counts.refused / counts.all;
    },
  };
}

function resultsOf(name: string, { ratios, aloneMs, besideMs, refusedShares }: Comparison): BenchResult[] {
  return [
    ceilingResult(`isolation.${name}.p99_ratio`, median(ratios), 'times', 2),
    plainResult(`isolation.${name}.p99_alone`, median(aloneMs), 'ms'),
    plainResult(`isolation.${name}.p99_beside_flood`, median(besideMs), 'ms'),
    plainResult(`isolation.${name}.flood_refused`, median(refusedShares) * 100, '%'),
  ];
}

function listRequest(url: URL, apiKey: string): PreparedRequest {
  return prepareRequest(new URL('/v1/contacts?limit=20', url), { authorization: `Bearer ${apiKey}` }, null);
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
