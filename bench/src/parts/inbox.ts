import { startStand, type Stand } from '@kabar/e2e/stand';
import { startFloor } from '../floors/floor-process.ts';
import { prepareRequest, runLoad } from '../load.ts';
import { median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { countRows, pollUntil, settleDatabase } from '../senders.ts';
import { textsRequest } from '../webhook-bodies.ts';

const customerCount = 3_000;
const longThreadCount = 10_500;
const perPost = 250;
const pageSize = 50;
const repetitions = 5;
const requestCount = 400;
const connectionCount = 8;

/**
 * Reading the inbox over HTTP: list, thread and pages at depth, with thousands of conversations and one of 10,500 messages,
 * against F6: one row by its primary key behind the same framework and driver. Interleaved.
 */
export async function benchInbox(): Promise<BenchResult[]> {
  const stand = await startStand();
  try {
    await fillInbox(stand);
    await stand.workers[0]?.stop(); // reading alone is measured
    await settleDatabase(stand);
    const { rows } = await stand.postgres.admin.query<{ workspace_id: string; id: string }>(
      'select workspace_id, id from conversations limit 1',
    );
    const floor = await startFloor('row-server.ts', [stand.postgres.url, stand.apiKey], `/${rows[0]?.workspace_id}/${rows[0]?.id}`);
    try {
      const long = await longThread(stand);
      const list = '/v1/conversations?limit=50';
      const thread = `/v1/conversations/${long}/messages?limit=50`;
      const paths: Record<string, string> = {
        list,
        list_deep: await pathAtDepth(stand, list, customerCount / 2),
        thread,
        thread_deep: await pathAtDepth(stand, thread, longThreadCount / 2),
        thread_end: await pathAtDepth(stand, thread, longThreadCount - pageSize),
      };
      return await measure(stand, floor.url, paths);
    } finally {
      floor.stop();
    }
  } finally {
    await stand.close();
  }
}

async function measure(stand: Stand, floorUrl: URL, paths: Readonly<Record<string, string>>): Promise<BenchResult[]> {
  const floors: number[] = [];
  const found = new Map(Object.keys(paths).map((name) => [name, { rates: [] as number[], middles: [] as number[] }]));
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    floors.push((await load(stand, floorUrl)).perSecond);
    for (const [name, path] of Object.entries(paths)) {
      const result = await load(stand, new URL(path, stand.apis[0]?.url));
      found.get(name)?.rates.push(result.perSecond);
      found.get(name)?.middles.push(result.p50Ms);
    }
  }
  return [...found].flatMap(([name, { rates, middles }]) => [
    ratioResult(`inbox.${name}`, median(rates), median(floors), 'pages/s', 0.2),
    plainResult(`inbox.${name}.p50`, median(middles), 'ms'),
  ]);
}

async function load(stand: Stand, url: URL): ReturnType<typeof runLoad> {
  const request = prepareRequest(url, { authorization: `Bearer ${stand.apiKey}` }, null);
  const result = await runLoad(
    url,
    Array.from({ length: requestCount }, () => request),
    connectionCount,
  );
  if (result.statuses[200] !== requestCount) throw new Error(`${url.pathname} answered ${JSON.stringify(result.statuses)}`);
  return result;
}

/** Fills the inbox the way customers do: through webhooks. */
async function fillInbox(stand: Stand): Promise<void> {
  const url = new URL(stand.webhookUrl);
  const ids = { wabaId: (await stand.emulator.control.info()).wabaId, phoneNumberId: stand.number.phoneNumberId };
  const talkative = phoneOf(0);
  const writers = [
    ...Array.from({ length: longThreadCount }, () => talkative),
    ...Array.from({ length: customerCount }, (_, index) => phoneOf(index)),
  ];
  const posts = Array.from({ length: Math.ceil(writers.length / perPost) }, (_, index) =>
    textsRequest(url, stand.appSecret, ids, writers.slice(index * perPost, (index + 1) * perPost), writers.length - index * perPost),
  );
  await runLoad(url, posts, 4);
  await pollUntil(async () => (await countRows(stand, 'select count(*)::int as count from messages')) >= writers.length);
}

function phoneOf(index: number): string {
  return `1202556${String(index).padStart(4, '0')}`;
}

/** The conversation with the most messages. */
async function longThread(stand: Stand): Promise<string> {
  for await (const conversation of pagesOf(stand, '/v1/conversations?limit=200')) {
    if (conversation.unread_count >= longThreadCount) return conversation.id;
  }
  throw new Error('the long conversation is not in the list');
}

type Item = { id: string; unread_count: number };
type Page = { data: Item[]; next_cursor: string | null };

async function* pagesOf(stand: Stand, path: string): AsyncGenerator<Item> {
  for (let next: string | null = path; next !== null;) {
    const page = await getPage(stand, next);
    yield* page.data;
    next = page.next_cursor === null ? null : `${path}&cursor=${page.next_cursor}`;
  }
}

/** The address of the page that begins at least `depth` items after the first. */
async function pathAtDepth(stand: Stand, path: string, depth: number): Promise<string> {
  let at = path;
  for (let seen = 0; seen < depth;) {
    const page = await getPage(stand, at);
    if (page.next_cursor === null) return at;
    seen += page.data.length;
    at = `${path}&cursor=${page.next_cursor}`;
  }
  return at;
}

async function getPage(stand: Stand, path: string): Promise<Page> {
  const answer = await fetch(new URL(path, stand.apis[0]?.url), { headers: { authorization: `Bearer ${stand.apiKey}` } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (await answer.json()) as Page; // the contract's page; only these members are read
}
