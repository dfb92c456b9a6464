import { waitUntil } from '../../stand/wait-until.ts';
import { conversationOf, uuidOf } from './waking-work.ts';
import { inbound, phoneOf, type WorkWorld } from './work-world.ts';
import type { Work } from './work.ts';

const firstIndex = 4_500;
const count = 20;
const patienceMs = 300_000;

/**
 * The index of messages and notes while everything else happens: afterwards each is found once, in the conversation it belongs to; what was
 * taken back is found no more, and a merge is followed.
 */
export function createSearchWork(world: WorkWorld): Work {
  const { stand } = world;
  const { client } = stand;
  const phones = Array.from({ length: count }, (_, index) => phoneOf(firstIndex + index));
  const [survivor = '', merged = '', takesBack = '', noted = ''] = phones;
  const gone = ['regrettable', 'mistaken'];
  /** Word by word: in which conversation it must be found. */
  const found = new Map<string, string>();
  return {
    name: 'the search index',
    prepare: async () => {
      await world.write(phones.map((phone, index) => ({ phone, text: `order quince${index}` })));
      for (const [index, phone] of phones.entries()) found.set(`quince${index}`, await conversationOf(world, phone));
      await world.write([{ phone: takesBack, text: 'something regrettable' }]);
      await waitUntil('the index is in step', () => isInStep(world), patienceMs);
    },
    phases: [
      {
        begin: async () => {
          const conversation = await conversationOf(world, noted);
          const note = await client.notes.create(conversation, { text: 'a mistaken remark' });
          await client.notes.create(conversation, { text: 'a lasting remark' });
          found.set('lasting', conversation);
          await client.notes.remove(conversation, note.entry.id);
          const [into, other] = await Promise.all([contactOf(world, survivor), contactOf(world, merged)]);
          await client.contacts.merge(into, { other });
          found.set('quince1', found.get('quince0') ?? '');
          const messages = await stand.emulator.control.allLedgerMessages('in');
          const regretted = messages.find((message) => JSON.stringify(message.content).includes('regrettable'));
          await stand.emulator.control.writeMany([
            ...phones.map((phone, index) => inbound(stand, phone, `and also damson${index}`)),
            {
              customer: takesBack,
              numberId: stand.number.phoneNumberId,
              type: 'revoke',
              content: { original_message_id: regretted?.wamid ?? '' },
            },
          ]);
          for (const [index, phone] of phones.entries()) {
            found.set(`damson${index}`, found.get(`quince${index}`) ?? (await conversationOf(world, phone)));
          }
        },
        catchOn: ['event_consumers'],
        whileDown: async () => {
          await stand.emulator.control.writeMany(phones.map((phone, index) => inbound(stand, phone, `lastly medlar${index}`)));
          for (const index of phones.keys()) found.set(`medlar${index}`, found.get(`quince${index}`) ?? '');
        },
        settle: async () => {
          await waitUntil(
            'what customers wrote is stored',
            async () =>
              (await world.rows<{ count: number }>(`select count(*)::int as count from messages where revoked_at is not null`))[0]
                ?.count === 1,
            patienceMs,
          );
          await waitUntil('the index is in step', () => isInStep(world), patienceMs);
        },
        findings: async () => [...(await findingsOfIndex(world)), ...(await findingsOfLooking(world, found, gone))],
      },
    ],
    canaries: [
      {
        name: 'a posting without its message',
        spoil: async () =>
          void (await world.rows(`insert into message_words select workspace_id, word, place + 1000000 from message_words limit 1`)),
        notices: /postings/,
      },
      {
        name: 'a message that nobody finds',
        spoil: async () =>
          void (await world.rows(
            `delete from search_documents where source_id = (select source_id from search_documents where conversation_id = $1 limit 1)`,
            [uuidOf(found.get('quince9') ?? '')],
          )),
        notices: /are not in the index/,
      },
      {
        name: 'a message that is found twice',
        spoil: async () => {
          await world.rows('alter table search_documents drop constraint search_documents_pkey');
          await world.rows('drop index search_documents_source');
          await world.rows(`insert into search_documents select * from search_documents where conversation_id = $1`, [
            uuidOf(found.get('quince8') ?? ''),
          ]);
        },
        notices: /in the index twice/,
      },
    ],
  };
}

async function contactOf(world: WorkWorld, phone: string): Promise<string> {
  const { data } = await world.stand.client.contacts.list({ phone: `+${phone}` });
  return data[0]?.id ?? '';
}

/** All deliveries are processed, and the reader of the index has nothing before it. */
async function isInStep(world: WorkWorld): Promise<boolean> {
  const [row] = await world.rows<{ open: boolean; missing: boolean; stale: boolean }>(
    `select exists (select from intake_deliveries where processed_at is null) as open,
            exists (select from messages m where m.type = 'text' and m.revoked_at is null
                       and not exists (select from search_documents d where d.source_id = m.id)) as missing,
            exists (select from search_documents d join messages m on m.id = d.source_id
                     where m.revoked_at is not null or m.conversation_id <> d.conversation_id or m.contact_id <> d.contact_id)
              or exists (select from search_documents d join conversation_entries e on e.id = d.source_id where e.deleted_at is not null)
              or exists (select from contact_words w where not exists (select from contacts c where c.id = w.contact_id)) as stale`,
  );
  return row?.open === false && !row.missing && !row.stale;
}

async function findingsOfIndex(world: WorkWorld): Promise<string[]> {
  const [row] = await world.rows<Record<'missing' | 'orphans' | 'twice' | 'unposted' | 'postings' | 'counts' | 'misplaced', number>>(
    `select (select count(*)::int from messages m where m.type = 'text' and m.revoked_at is null
                and not exists (select from search_documents d where d.source_id = m.id)) as missing,
            (select count(*)::int from search_documents d where not exists (select from messages m where m.id = d.source_id)
                and not exists (select from conversation_entries e where e.id = d.source_id)) as orphans,
            (select count(*)::int from (select from search_documents group by source_id having count(*) > 1) t) as twice,
            (select count(*)::int from (select d.place, w.word from search_documents d cross join unnest(d.words) w (word)
                except select place, word from message_words) t) as unposted,
            (select count(*)::int from (select place, word from message_words
                except select d.place, w.word from search_documents d cross join unnest(d.words) w (word)) t) as postings,
            (select count(*)::int from (select word, count(*) from message_words group by word
                except select word, document_count from search_words) t) as counts,
            (select count(*)::int from search_documents d join messages m on m.id = d.source_id
              where m.conversation_id <> d.conversation_id or m.contact_id <> d.contact_id) as misplaced`,
  );
  if (row === undefined) throw new Error('nothing was counted');
  return [
    ...(row.missing === 0 ? [] : [`${row.missing} messages are not in the index`]),
    ...(row.orphans === 0 ? [] : [`${row.orphans} things in the index belong to nothing`]),
    ...(row.twice === 0 ? [] : [`${row.twice} messages are in the index twice`]),
    ...(row.unposted === 0 ? [] : [`${row.unposted} words have no postings`]),
    ...(row.postings === 0 ? [] : [`${row.postings} postings belong to no message`]),
    ...(row.counts === 0 ? [] : [`${row.counts} words are counted wrongly`]),
    ...(row.misplaced === 0 ? [] : [`${row.misplaced} messages are found in a conversation that was merged`]),
  ];
}

/** Looks for every word as a person would. */
async function findingsOfLooking(world: WorkWorld, found: ReadonlyMap<string, string>, gone: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  const look = async (word: string) => (await world.stand.client.search.find({ q: `"${word}"`, in: 'messages' })).messages;
  for (const [word, conversation] of found) {
    const hits = await look(word);
    if (hits.length !== 1) wrong.push(`${word} was found ${hits.length} times instead of 1`);
    for (const hit of hits) if (hit.conversation_id !== conversation) wrong.push(`${word} was found in another conversation`);
  }
  for (const word of gone) if ((await look(word)).length > 0) wrong.push(`${word} is found although it was taken back`);
  return wrong;
}
