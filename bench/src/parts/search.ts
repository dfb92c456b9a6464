import { startStand, type Stand } from '@kabar/e2e/stand';
import { startFloor } from '../floors/floor-process.ts';
import { runLoad } from '../load.ts';
import { measureCases, type Case, type Question } from '../million/measure.ts';
import { openMillion, type Million } from '../million/open-million.ts';
import { median, plainResult, ratioResult, type BenchResult } from '../result.ts';
import { countRows, pollUntil, settleDatabase } from '../senders.ts';
import { inboundRequest } from '../webhook-bodies.ts';
import { rowPath } from './inbox-million.ts';

const leastRatio = 0.1;
const postCount = 4_000;
const repetitions = 3;

/** Search over 1,000,000 messages and 100,000 contacts, how fast the index is made, and what keeping it costs the way in. */
export async function benchSearch(): Promise<BenchResult[]> {
  const million = await openMillion();
  const { facts, postgres } = million;
  const results: BenchResult[] = [];
  const floor = await startFloor('row-server.ts', [postgres.url, facts.apiKey], await rowPath(million));
  try {
    results.push(...(await measureCases(million, floor.url, searchCases(million))));
    if (facts.indexedPerSecond !== null) results.push(plainResult('search.index_made', facts.indexedPerSecond, 'messages/s'));
    if (facts.indexBytes !== null) results.push(plainResult('search.index_size', facts.indexBytes / 1e6, 'MB'));
  } finally {
    floor.stop();
    await million.close();
  }
  return [...results, ...(await measureWritePath())];
}

function searchCases({ facts }: Million): Case[] {
  const inMessages = (texts: readonly string[], more: object = {}): Question[] =>
    texts.map((q) => ({ path: '/v1/search', body: { q, in: 'messages', ...more } }));
  const inContacts = (texts: readonly string[]): Question[] => texts.map((q) => ({ path: '/v1/search', body: { q, in: 'contacts' } }));
  const phones = [17, 4_711, 52_000, 99_000].map((index) => String(index).padStart(8, '0'));
  const cases: Omit<Case, 'leastRatio'>[] = [
    { name: 'search.rare_word', questions: inMessages([facts.rareWord]) },
    { name: 'search.common_word', questions: inMessages(['terima', 'kasih', 'pesanan', 'sudah', 'kirim']) },
    { name: 'search.two_words', questions: inMessages(['harga warna', 'pesanan merah', 'transfer hitam', 'alamat putih']) },
    { name: 'search.rare_and_common', questions: inMessages([`terima ${facts.rareWord}`, `${facts.rareWord} sudah`]) },
    { name: 'search.phrase', questions: inMessages(['"terima kasih"', '"sudah belum"', '"harga warna"']) },
    { name: 'search.beginning', questions: inMessages(['zamr', 'pesa', 'ong', 'INV-2025/00', 'transf']) },
    { name: 'search.two_letters', questions: inMessages(['te', 'pe', 'ka', 'mu']) },
    { name: 'search.absent', questions: inMessages(['xylofonistik', 'terima xylofonistik']) },
    { name: 'search.filtered', questions: inMessages(['pesanan', 'sudah'], { tag_id: facts.tagIds[3], direction: 'in' }) },
    {
      name: 'search.in_conversation',
      questions: inMessages(['merah', 'pesanan sudah', 'resi'], { conversation_id: facts.longConversationId }),
    },
    { name: 'search.contact_name', questions: inContacts(['sari', 'budi', 'dewi ka', 'yusuf', 'rina te']) },
    { name: 'search.phone_end', questions: inContacts([...phones.map((phone) => phone.slice(-5)), '777']) },
    { name: 'search.phone_whole', questions: inContacts(phones.map((phone) => `0812${phone}`)) },
    { name: 'search.all', questions: ['terima', 'sari', 'pesanan bud', facts.rareWord].map((q) => ({ path: '/v1/search', body: { q } })) },
    { name: 'search.quick', questions: ['sa', 'bud', 'dewi', 'wat', '0812'].map((q) => ({ path: '/v1/search/quick', body: { q } })) },
  ];
  return cases.map((one) => ({ ...one, leastRatio }));
}

/**
 * Messages taken in from webhooks per second with a worker beside, until they are in their conversations: while the search index is kept
 * and while somebody else holds its lease, so that nobody keeps it. In turns.
 */
async function measureWritePath(): Promise<BenchResult[]> {
  const stand = await startStand();
  try {
    const keep = (isKept: boolean): Promise<unknown> =>
      stand.postgres.admin.query(
        isKept
          ? `delete from leases where name = 'event_consumer:search'`
          : `insert into leases (name, holder, fence, until) values ('event_consumer:search', 'bench', 1000000, now() + interval '1 hour')
             on conflict (name) do update set holder = 'bench', fence = leases.fence + 1000000, until = excluded.until`,
      );
    await takeIn(stand, 1_000);
    await settleDatabase(stand);
    const [withIndex, without]: [number[], number[]] = [[], []];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      await keep(false);
      without.push(await takeIn(stand, postCount));
      await keep(true);
      await caughtUp(stand);
      withIndex.push(await takeIn(stand, postCount));
      await caughtUp(stand);
    }
    return [ratioResult('search.way_in_with_index', median(withIndex), median(without), 'messages/s', 0.8)];
  } finally {
    await stand.close();
  }
}

async function takeIn(stand: Stand, count: number): Promise<number> {
  const url = new URL(stand.webhookUrl);
  const ids = { wabaId: (await stand.emulator.control.info()).wabaId, phoneNumberId: stand.number.phoneNumberId };
  const countSql = 'select count(*)::int as count from messages';
  const before = await countRows(stand, countSql);
  const requests = Array.from({ length: count }, () => inboundRequest(url, stand.appSecret, ids));
  const startedMs = performance.now();
  await runLoad(url, requests, 64);
  await pollUntil(async () => (await countRows(stand, countSql)) >= before + count);
  return count / ((performance.now() - startedMs) / 1_000);
}

async function caughtUp(stand: Stand): Promise<void> {
  await pollUntil(
    async () =>
      (await countRows(
        stand,
        `select (select count(*) from messages m where not exists (select from search_documents d where d.workspace_id = m.workspace_id and d.source_id = m.id))::int as count`,
      )) === 0,
  );
}
