import { randomBytes } from 'node:crypto';
import { ID_PREFIXES, SearchRequest, type MessageHit, type SearchResponse } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { rootKeyLine, rootKeysFromText } from '#platform/crypto/root-keys';
import { engineQuery, withEngine, withTenant } from '#platform/db/tx';
import { insertEventConsumer, selectEventConsumer } from '#platform/events/event-consumers.sql';
import { selectEventPosition, selectEventsAfter } from '#platform/events/events.sql';
import { createNotifications } from '#platform/events/notifications';
import { newUuid, toPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import { createMetrics } from '#platform/metrics';
import { runJobTwice, useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { recordProfileNames } from '../contacts/index.ts';
import { sealNoteText } from '../conversations/notes/open-note-text.ts';
import { createKeyring } from '../keyring/index.ts';
import { applyChanges } from '../messages/apply-changes.ts';
import { storeInbound, type InboundMessage } from '../messages/store-inbound.ts';
import { EVERYBODY, type Viewer } from '../teams/index.ts';
import { backfill, searchJobs } from './jobs.ts';
import { startProgress, switchMessages } from './progress.sql.ts';
import { emptyIndex, restartIndex } from './replace-index.ts';
import { createSearchEngine, handleEvents, searchConsumer } from './search-engine.ts';
import { searchEverything } from './search-everything.ts';
import { searchQuickly } from './search-quickly.ts';

const database = useTestDatabase();
let world: MessageWorld;
let other: MessageWorld;
let rootKey: string;
let deps: { db: typeof database.db; keyring: MessageWorld['keyring']; clock: typeof systemClock; log: typeof silentLog };

beforeAll(async () => {
  rootKey = rootKeyLine(randomBytes(32));
  world = await createMessageWorld(database, 1_000, rootKey);
  other = await createMessageWorld(database, 1_000, rootKey);
  deps = { db: database.db, keyring: world.keyring, clock: systemClock, log: silentLog };
  await insertEventConsumer(database.db, searchConsumer, await selectEventPosition(database.db), systemClock.now());
});
afterAll(async () => {
  await world.close();
  await other.close();
});
let serial = 0;
/** A name of its own for what a test writes, so that tests do not find each other's. */
let mark = '';
beforeEach(() => {
  serial += 1;
  mark = `tanda${String(serial).padStart(4, '0')}x`;
});

const startMs = Date.UTC(2026, 8, 1, 8);
let second = 0;

type Received = { id: string; conversationId: string; contactId: string; wamid: string };

/** Stores an incoming message and tells of it, as the intake does. */
async function receive(at: MessageWorld, phone: string, type: string, content: unknown): Promise<Received> {
  const { contactId, conversationId } = await at.customer(phone, { window: 'closed' });
  second += 1;
  const message: InboundMessage = {
    workspaceId: at.workspaceId,
    id: newUuid(),
    numberId: at.numberId,
    conversationId,
    contactId,
    author: 'contact',
    wamid: `wamid.${phone}.${second}`,
    at: new Date(startMs + second * 1_000),
    type,
    content,
    mediaId: null,
    replyToWamid: null,
    forwarded: false,
    referral: null,
    opensWindow: true,
  };
  await withEngine(database.db, 'test', (tx) => storeInbound(at, tx, [message], systemClock.now()));
  await tell(at.workspaceId, 'message.created', { message_id: toPublicId(ID_PREFIXES.message, message.id) });
  return { id: message.id, conversationId, contactId, wamid: message.wamid };
}

const say = (phone: string, body: string, at = world): Promise<Received> => receive(at, phone, 'text', { body });

async function tell(workspaceId: string, type: string, data: Record<string, string>): Promise<void> {
  await database.admin(`insert into events (workspace_id, type, data, occurred_at) values ($1, $2, $3, now())`, [
    workspaceId,
    type,
    JSON.stringify(data),
  ]);
}

/** Works off all events as the engine does, `size` at a time. `crash` lets the transaction of each batch fail the first time. */
async function follow(size = 100, crash = false): Promise<void> {
  for (;;) {
    const stored = await selectEventConsumer(database.db, searchConsumer);
    if (stored === null) throw new Error('no consumer');
    // Other tests of the same server hold events back for as long as their transactions are open.
    const page = await waitFor('the events to be final', async () => {
      const next = await selectEventsAfter(database.db, stored, size);
      return next.rows.length === 0 && next.isHeldBack ? undefined : next;
    });
    const last = page.rows.at(-1);
    if (last === undefined) return;
    let left = crash ? 1 : 0;
    const batch = {
      events: page.rows,
      signal: new AbortController().signal,
      advance: async (tx: { query(statement: { text: string; values: unknown[] }): Promise<unknown> }) => {
        await tx.query({
          text: 'update event_consumers set cursor_xid = $2::xid8, cursor_seq = $3 where name = $1',
          values: [searchConsumer, String(last.cursor.xid), last.cursor.seq],
        });
        if (left > 0) throw new Error('the power went');
      },
    };
    for (; left > 0; left -= 1) await expect(handleEvents(deps, batch)).rejects.toThrow('the power went');
    await handleEvents(deps, batch);
  }
}

function search(q: string, more: Partial<SearchRequest> = {}, viewer: Viewer = EVERYBODY, at = world): Promise<SearchResponse> {
  return searchEverything({ db: database.db, keyring: at.keyring }, at.workspaceId, SearchRequest.parse({ q, ...more }), viewer);
}

async function texts(q: string, more: Partial<SearchRequest> = {}, viewer: Viewer = EVERYBODY): Promise<string[]> {
  return (await search(q, { in: 'messages', ...more }, viewer)).messages.map((hit) => hit.snippet.text);
}

const marked = (hit: MessageHit | undefined): string[] =>
  hit === undefined ? [] : hit.snippet.matches.map(({ start, length }) => hit.snippet.text.slice(start, start + length));

/** Every number in the tables that must agree, so that a test can compare two ways to the same index. */
async function indexOf(workspaceId: string): Promise<unknown> {
  return {
    documents: await database.admin(
      'select place, source_id, contact_id, conversation_id, words from search_documents where workspace_id = $1 order by 1',
      [workspaceId],
    ),
    postings: await database.admin('select word, place from message_words where workspace_id = $1 order by 1, 2', [workspaceId]),
    counts: await database.admin(
      'select word, document_count from search_words where workspace_id = $1 and document_count > 0 order by 1',
      [workspaceId],
    ),
    contacts: await database.admin('select word, contact_id from contact_words where workspace_id = $1 order by 1, 2', [workspaceId]),
  };
}

describe('finding messages', () => {
  it('needs every word, the last one by its beginning, and shows what matched', async () => {
    await say('6281200000101', `Pesanan ${mark} sudah dikirim, terima kasih`);
    await say('6281200000102', `Pesanan ${mark} belum sampai`);
    await follow();
    expect(await texts(mark)).toHaveLength(2);
    const { messages, more, next_cursor } = await search(`${mark} TERI`, { in: 'messages' });
    expect(messages).toHaveLength(1);
    expect(marked(messages[0])).toEqual([mark, 'terima']);
    expect([more, next_cursor]).toEqual([false, null]);
    expect(await texts(`teri ${mark}`)).toEqual([]);
    expect(await texts(`${mark} dikirim belum`)).toEqual([]);
  });

  it('takes words in quotes as they stand, and parts of one id together', async () => {
    await say('6281200000101', `${mark} besok pagi kami kirim`);
    await say('6281200000101', `${mark} pagi ini, besok tidak; INV-2026/0042`);
    await follow();
    expect(await texts(`"besok pagi" ${mark}`)).toHaveLength(1);
    expect(await texts(`"besok pag" ${mark}`)).toEqual([]);
    expect(await texts(`${mark} inv-2026/0042`)).toHaveLength(1);
    expect(await texts(`${mark} INV20260042`)).toHaveLength(1);
    expect(await texts(`${mark} 2026/INV`)).toEqual([]);
  });

  it.each([
    ['नमस्ते मुझे काल करें', 'नमस्'],
    ['السَّلامُ عليكم يا أحمد', 'السلام احمد'],
    ['¿Cuándo llegará mi envío?', 'envio'],
    ['Selamat pagi 👍', '👍'],
    ['我想订购两件衬衫', '衬衫'],
  ])('finds %s by %s', async (body, q) => {
    await say('6281200000103', `${body} ${mark}`);
    await follow();
    expect(await texts(`${mark} ${q}`)).toHaveLength(1);
  });

  it('reads all that a message says', async () => {
    const kinds: [string, unknown][] = [
      ['image', { id: '1', caption: `foto ${mark}` }],
      ['document', { id: '1', filename: `faktur-${mark}.pdf` }],
      ['location', { name: `Kantor ${mark}` }],
      ['contacts', [{ name: { formatted_name: `Ibu ${mark}` } }]],
      ['interactive', { type: 'list_reply', list_reply: { id: 'x', title: 'Pilih', description: `ukuran ${mark}` } }],
      ['button', { text: `Ya ${mark}`, payload: 'x' }],
    ];
    for (const [type, content] of kinds) await receive(world, '6281200000104', type, content);
    await receive(world, '6281200000104', 'image', { id: mark });
    await follow();
    expect((await search(mark, { in: 'messages' })).messages.map((hit) => hit.type)).toEqual(kinds.map(([type]) => type).toReversed());
  });

  it('reads a template as the customer does', async () => {
    await world.template(`promo_${serial}`);
    await database.admin(`update templates set components = $2 where workspace_id = $1`, [
      world.workspaceId,
      JSON.stringify([
        { type: 'BODY', text: 'Halo {{1}}, kode Anda {{2}}' },
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Berhenti' }] },
      ]),
    ]);
    const sent = await receive(world, '6281200000104', 'template', {
      name: `promo_${serial}`,
      language: { code: 'id' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Sari' },
            { type: 'text', text: mark },
          ],
        },
      ],
    });
    const [row] = await database.admin<{ name: string; language: string }>(
      'select name, language from templates where workspace_id = $1 limit 1',
      [world.workspaceId],
    );
    await database.admin('update messages set template_name = $2, template_language = $3 where id = $1', [
      sent.id,
      row?.name,
      row?.language,
    ]);
    await follow();
    expect(await texts(`${mark} sari`)).toEqual([`Halo Sari, kode Anda ${mark}`]);
    expect(await texts(`${mark} berhenti`)).toHaveLength(1);
  });

  it('narrows by everything it promises', async () => {
    const first = await say('6281200000105', `${mark} satu`);
    const dua = await say('6281200000106', `${mark} dua`);
    await receive(world, '6281200000106', 'image', { caption: `${mark} tiga` });
    await database.admin('update messages set direction = $2 where id = $1', [first.id, 'out']);
    const [tagId, memberId, userId] = [newUuid(), newUuid(), newUuid()];
    await database.admin(`insert into users (id, email, name, created_at, updated_at) values ($1, $2, 'Rani', now(), now())`, [
      userId,
      `${mark}@kabar.example`,
    ]);
    await database.admin(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'agent', now())`, [
      world.workspaceId,
      memberId,
      userId,
    ]);
    await database.admin(`update messages set author_kind = 'member', author_id = $2 where id = $1`, [first.id, userId]);
    await database.admin(`insert into tags (workspace_id, id, name, color, created_at) values ($1, $2, $3, 'teal', now())`, [
      world.workspaceId,
      tagId,
      `tag ${mark}`,
    ]);
    await database.admin('insert into conversation_tags (workspace_id, conversation_id, tag_id, tagged_at) values ($1, $2, $3, now())', [
      world.workspaceId,
      first.conversationId,
      tagId,
    ]);
    await follow();
    const id = (kind: 'conversation' | 'contact' | 'tag' | 'member' | 'number', uuid: string) =>
      toPublicId(ID_PREFIXES[kind], uuid) as never; // any kind
    const [newest] = (await search(mark, { in: 'messages' })).messages;
    expect(await texts(mark)).toEqual([`${mark} tiga`, `${mark} dua`, `${mark} satu`]);
    expect(await texts(mark, { conversation_id: id('conversation', dua.conversationId) })).toEqual([`${mark} tiga`, `${mark} dua`]);
    expect(await texts(mark, { contact_id: id('contact', first.contactId) })).toEqual([`${mark} satu`]);
    expect(await texts(mark, { type: 'image' })).toEqual([`${mark} tiga`]);
    expect(await texts(mark, { direction: 'out' })).toEqual([`${mark} satu`]);
    expect(await texts(mark, { member_id: id('member', memberId) })).toEqual([`${mark} satu`]);
    expect(await texts(mark, { tag_id: id('tag', tagId) })).toEqual([`${mark} satu`]);
    // As many as if the word stood everywhere: then the conversations with the tag are looked through instead.
    await database.admin('update search_words set document_count = document_count + 10000 where workspace_id = $1', [world.workspaceId]);
    expect(await texts(mark, { tag_id: id('tag', tagId) })).toEqual([`${mark} satu`]);
    expect(await texts(mark, { tag_id: id('tag', tagId), direction: 'in' })).toEqual([]);
    await database.admin('update search_words set document_count = document_count - 10000 where workspace_id = $1', [world.workspaceId]);
    expect(await texts(mark, { number_id: id('number', world.numberId) })).toHaveLength(3);
    await expect(texts(mark, { number_id: id('number', newUuid()) })).rejects.toMatchObject({ code: 'not_found' });
    const stranger: Viewer = { kind: 'some', memberId, teamIds: [], hiddenNumberIds: [], agentsSee: 'assigned', limits: [] };
    await expect(texts(mark, { conversation_id: id('conversation', dua.conversationId) }, stranger)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(texts(mark, { contact_id: id('contact', dua.contactId) }, stranger)).rejects.toMatchObject({ code: 'not_found' });
    expect(await texts(mark, { from: newest?.occurred_at ?? '' })).toEqual([`${mark} tiga`]);
    expect(await texts(mark, { until: newest?.occurred_at ?? '' })).toEqual([`${mark} dua`, `${mark} satu`]);
  });

  it('pages newest first without gaps or repetitions', async () => {
    for (let index = 0; index < 23; index += 1) await say('6281200000107', `${mark} nomor ${index}`);
    await follow();
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await search(mark, { in: 'messages', limit: 5, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.messages.map((hit) => hit.snippet.text));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(Array.from({ length: 23 }, (_, index) => `${mark} nomor ${22 - index}`));
  });

  it('finds messages of one moment, all of them', async () => {
    const before = second;
    for (let index = 0; index < 12; index += 1) {
      second = before;
      await receive(world, `62812000002${String(index).padStart(2, '0')}`, 'text', { body: `${mark} sama` });
    }
    await follow();
    expect(await texts(mark)).toHaveLength(12);
  });
});

describe('the index', () => {
  it('follows edits and revocations', async () => {
    const { wamid, contactId } = await say('6281200000110', `${mark} sebelum`);
    await follow();
    const change = {
      workspaceId: world.workspaceId,
      numberId: world.numberId,
      contactId,
      by: 'contact' as const,
      targetWamid: wamid,
      emoji: null,
    };
    const touched = async (kind: 'edit' | 'revoke', content: unknown) => {
      const rows = await withEngine(database.db, 'test', (tx) =>
        applyChanges(world, tx, [{ ...change, change: kind, at: new Date(), content }], new Date()),
      );
      for (const row of rows)
        await tell(world.workspaceId, 'message.updated', { message_id: toPublicId(ID_PREFIXES.message, row.messageId) });
      await follow();
    };
    await touched('edit', { body: `${mark} sesudah` });
    expect(await texts(`${mark} sebelum`)).toEqual([]);
    expect(await texts(`${mark} sesudah`)).toHaveLength(1);
    await touched('revoke', null);
    expect(await texts(mark)).toEqual([]);
    expect(await database.admin(`select 1 from search_documents where contact_id = $1`, [contactId])).toEqual([]);
  });

  it('holds notes until they are deleted', async () => {
    const { contactId, conversationId } = await say('6281200000111', 'halo');
    const entryId = newUuid();
    const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).get(contactId);
    if (ring === undefined) throw new Error('no key');
    await database.admin(
      `insert into conversation_entries (workspace_id, id, conversation_id, kind, actor_kind, actor_id, content_sealed, occurred_at)
       values ($1, $2, $3, 'note', 'member', $4, $5, now())`,
      [world.workspaceId, entryId, conversationId, newUuid(), sealNoteText(ring.primary, world.workspaceId, entryId, `ingat ${mark}`)],
    );
    const news = {
      entry_id: toPublicId(ID_PREFIXES.entry, entryId),
      conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId),
    };
    await tell(world.workspaceId, 'entry.updated', news);
    await follow();
    const [hit] = (await search(mark)).messages;
    expect(hit).toMatchObject({ entry_id: news.entry_id, message_id: null, type: 'note', direction: null, author: { kind: 'member' } });
    expect(await texts(mark, { type: 'text' })).toEqual([]);
    await database.admin('update conversation_entries set deleted_at = now() where id = $1', [entryId]);
    expect(await texts(mark)).toEqual([]);
    await tell(world.workspaceId, 'entry.updated', news);
    await follow();
    expect(await database.admin('select 1 from search_documents where source_id = $1', [entryId])).toEqual([]);
  });

  it('is closed over somebody whose data is only stored, and opened again when that ends', async () => {
    const { contactId } = await say('6281200000149', `Alamat ${mark} baru`);
    await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId, name: `Tri ${mark}` }]);
    await follow();
    const found = async (): Promise<[number, number]> => {
      const { messages, contacts } = await search(mark);
      return [messages.length, contacts.length];
    };
    const set = async (at: string | null): Promise<void> => {
      await database.admin('update contacts set restricted_at = $2 where id = $1', [contactId, at]);
      await tell(world.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, contactId) });
      await follow();
    };
    expect(await found()).toEqual([1, 1]);
    await set('2026-11-21T00:00:00Z');
    await say('6281200000149', `Lagi ${mark}`);
    await follow();
    expect(await found()).toEqual([0, 0]);
    await set(null);
    const job = searchJobs(deps).find(({ definition }) => definition.name === 'search.index_contact');
    if (job === undefined) throw new Error('no such job');
    await runJobTwice(job, { workspaceId: world.workspaceId, contactId });
    expect(await found()).toEqual([2, 1]);
  });

  it('goes with a contact that is erased', async () => {
    const { contactId } = await say('6281200000112', `rahasia ${mark}`);
    await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId, name: `Wati ${mark}` }]);
    await tell(world.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, contactId) });
    await follow();
    expect((await search(mark)).contacts).toHaveLength(1);
    await withEngine(database.db, 'test', (tx) => world.keyring.destroyContactKeys(tx, world.workspaceId, [contactId]));
    await waitFor(
      'the key to be forgotten',
      async () => !(await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).has(contactId),
    );
    const before = await search(mark);
    expect([before.messages, before.contacts]).toEqual([[], []]);
    await tell(world.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, contactId) });
    await follow();
    for (const table of ['search_documents', 'contact_words']) {
      expect(await database.admin(`select 1 from ${table} where contact_id = $1`, [contactId])).toEqual([]);
    }
    const places = await database.admin<{ count: number }>(
      `select count(*)::int as count from message_words w where not exists (select from search_documents d where d.workspace_id = w.workspace_id and d.place = w.place)`,
    );
    expect(places[0]?.count).toBe(0);
  });

  it('follows a contact that is merged', async () => {
    const from = await say('6281200000113', `${mark} dulu`);
    const into = await say('6281200000114', `${mark} kini`);
    await follow();
    await database.admin('update messages set contact_id = $2, conversation_id = $3 where id = $1', [
      from.id,
      into.contactId,
      into.conversationId,
    ]);
    await database.admin('update contacts set merged_into = $2 where id = $1', [from.contactId, into.contactId]);
    await withEngine(database.db, 'test', (tx) =>
      world.keyring.adoptContactKeys(tx, { workspaceId: world.workspaceId, fromContactId: from.contactId, intoContactId: into.contactId }),
    );
    await tell(world.workspaceId, 'contact.merged', {
      contact_id: toPublicId(ID_PREFIXES.contact, into.contactId),
      merged_contact_id: toPublicId(ID_PREFIXES.contact, from.contactId),
    });
    await follow();
    const { messages } = await search(mark, { in: 'messages' });
    expect(messages.map((hit) => hit.contact.id)).toEqual(
      [into.contactId, into.contactId].map((id) => toPublicId(ID_PREFIXES.contact, id)),
    );
    expect((await search('81200000113', { in: 'contacts' })).contacts).toEqual([]);
  });

  it('follows people who are taken apart again, of whom only a change is told', async () => {
    const [one, apart] = [await say('6281200000115', `${mark} satu`), await say('6281200000116', `${mark} dua`)];
    await follow();
    await database.admin('update messages set contact_id = $2, conversation_id = $3 where id = $1', [
      one.id,
      apart.contactId,
      apart.conversationId,
    ]);
    await withEngine(database.db, 'test', (tx) =>
      world.keyring.adoptContactKeys(tx, { workspaceId: world.workspaceId, fromContactId: one.contactId, intoContactId: apart.contactId }),
    );
    await database.admin(
      `insert into contact_merges (workspace_id, id, contact_id, merged_contact_id, evidence, moved, actor_kind, before_sealed, at, undone_at)
       values ($1, gen_random_uuid(), $2, $3, '{}', '{}', 'system', '\\x00', now(), now())`,
      [world.workspaceId, one.contactId, apart.contactId],
    );
    const found = async () => (await search(`${mark} satu`, { in: 'messages' })).messages.map((hit) => hit.contact.id);
    for (const { contactId } of [one, apart])
      await tell(world.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, contactId) });
    await follow();
    expect(await found()).toEqual([toPublicId(ID_PREFIXES.contact, apart.contactId)]);
  });

  it('is the same after crashes, in batches of any size, by backfill and by rebuilding', async () => {
    const at = other;
    const people = ['6281200000120', '6281200000121', '6281200000122'];
    for (const [index, phone] of people.entries()) {
      for (let line = 0; line < 6; line += 1) await say(phone, `${mark} baris ${line} dari ${index} dan lagi ${mark}`, at);
      const { contactId } = await at.customer(phone, { window: 'closed' });
      await tell(at.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, contactId) });
    }
    await follow(3, true);
    const wanted = await indexOf(at.workspaceId);
    expect((wanted as { documents: unknown[] }).documents).toHaveLength(18);
    const ofOther = { ...deps, keyring: at.keyring };
    await engineQuery(database.db, startProgress(new Date()));
    expect((await search(mark, {}, EVERYBODY, at)).indexing).toBe(true);
    await backfill(ofOther, new AbortController().signal);
    expect(await indexOf(at.workspaceId)).toEqual(wanted);
    const payloads: Record<string, object> = {
      'search.rebuild': { workspaceId: at.workspaceId },
      'search.index_contact': { workspaceId: at.workspaceId, contactId: newUuid() },
    };
    for (const job of searchJobs(ofOther)) {
      expect(await runJobTwice(job, payloads[job.definition.name] ?? {})).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    }
    await backfill(ofOther, new AbortController().signal);
    expect(await indexOf(at.workspaceId)).toEqual(wanted);
    expect((await search(mark, {}, EVERYBODY, at)).indexing).toBe(false);
    expect((await search(mark, { in: 'messages' }, EVERYBODY, at)).messages).toHaveLength(18);
  });

  it('shows one workspace nothing of another, and the same word has another hash there', async () => {
    await say('6281200000130', `${mark} sini`, world);
    await say('6281200000130', `${mark} sana`, other);
    await follow();
    expect(await texts(mark)).toEqual([`${mark} sini`]);
    const rows = await database.admin<{ words: string[] }>(
      `select words::text[] as words from search_documents where source_id = any(select id from messages where occurred_at > $1)`,
      [new Date(startMs + (second - 2) * 1_000)],
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]?.words.filter((word) => rows[1]?.words.includes(word))).toEqual([]);
  });

  it('is made anew under a new index key, and the key before is destroyed once nothing is under it', { timeout: 60_000 }, async () => {
    const deaf = createKeyring({
      db: database.db,
      rootKeys: rootKeysFromText('environment', rootKey),
      clock: systemClock,
      notifications: createNotifications({ url: database.url, clock: systemClock, log: silentLog }),
    });
    const { workspaceId } = world;
    const signal = new AbortController().signal;
    const wordsOf = async (): Promise<Set<string>> =>
      new Set(
        (await database.admin<{ word: string }>('select word::text as word from search_words where workspace_id = $1', [workspaceId])).map(
          ({ word }) => word,
        ),
      );
    const byDeaf = () => searchEverything({ db: database.db, keyring: deaf }, workspaceId, SearchRequest.parse({ q: mark }), EVERYBODY);
    try {
      await say('6281200000140', `${mark} sebelum kunci baru`);
      await follow();
      expect((await byDeaf()).messages).toHaveLength(1);
      const before = await wordsOf();
      const version = await withTenant(database.db, workspaceId, async (tx) => {
        await restartIndex(tx, workspaceId, systemClock.now());
        return world.keyring.advanceIndexKey(tx, workspaceId, 'search');
      });
      expect((await search(mark)).indexing).toBe(true);
      // Written between by a process that has not heard of it, with a key ring of before.
      await say('6281200000140', `${mark} sesudah kunci baru`);
      await emptyIndex(deps, workspaceId, signal, () => Promise.resolve());
      await backfill({ ...deps, keyring: deaf }, signal);
      await follow();
      const after = await wordsOf();
      expect([...after].filter((word) => before.has(word))).toEqual([]);
      expect(after.size).toBeGreaterThanOrEqual(before.size);
      await withEngine(database.db, 'test', async (tx) => {
        expect(await deps.keyring.retireIndexKeys(tx, workspaceId, 'search', version)).toEqual([version - 1]);
        await deps.keyring.settleIndexKey(tx, workspaceId, 'search');
      });
      for (const at of [byDeaf, () => search(mark)]) {
        const found = await at();
        expect([found.indexing, found.messages.length]).toEqual([false, 2]);
      }
    } finally {
      deaf.close();
    }
  });

  it('finds with a key ring that has not heard of a new key, by reading the key again', async () => {
    const deaf = createKeyring({
      db: database.db,
      rootKeys: rootKeysFromText('environment', rootKey),
      clock: systemClock,
      notifications: createNotifications({ url: database.url, clock: systemClock, log: silentLog }),
    });
    const { workspaceId } = world;
    try {
      await deaf.indexKey(workspaceId, 'search');
      await withTenant(database.db, workspaceId, async (tx) => {
        await restartIndex(tx, workspaceId, systemClock.now());
        return world.keyring.advanceIndexKey(tx, workspaceId, 'search');
      });
      world.keyring.forgetWorkspace(workspaceId);
      await emptyIndex(deps, workspaceId, new AbortController().signal, () => Promise.resolve());
      await say('6281200000141', `${mark} kunci`);
      await follow();
      await backfill(deps, new AbortController().signal);
      const found = await searchEverything({ db: database.db, keyring: deaf }, workspaceId, SearchRequest.parse({ q: mark }), EVERYBODY);
      expect(found.messages).toHaveLength(1);
    } finally {
      deaf.close();
    }
  });

  it('keeps no word and no digit in the clear', async () => {
    await say('6281200000131', `${mark} terbaca`);
    await follow();
    const tables = ['search_documents', 'message_words', 'search_words', 'search_prefixes', 'contact_words', 'search_progress'];
    for (const table of tables) {
      const rows = await database.admin<{ row: string }>(`select t::text as row from ${table} t`);
      expect(rows.filter(({ row }) => row.includes(mark) || row.includes('terbaca') || row.includes('6281200000131'))).toEqual([]);
    }
  });

  it('is kept by the engine itself, from the first start on', async () => {
    await database.admin('delete from event_consumers where name = $1', [searchConsumer]);
    await say('6281200000132', `${mark} sebelum mesin`);
    const engine = createSearchEngine({
      ...deps,
      metrics: createMetrics({ processMetrics: false }),
      notifications: world.notifications,
      holder: 'test',
    });
    try {
      await engine.start();
      await waitFor('the engine to be on record', async () => (await selectEventConsumer(database.db, searchConsumer)) !== null);
      await say('6281200000132', `${mark} sesudah mesin`);
      await waitFor('the new one to be found', async () => (await texts(`${mark} sesudah`)).length === 1);
      await backfill(deps, new AbortController().signal);
      expect(await texts(`${mark} sebelum`)).toHaveLength(1);
    } finally {
      await engine.stop();
    }
  });
});

describe('what cannot be opened', () => {
  it('is left out and stops nobody', async () => {
    const broken = await say('6281200000133', `${mark} rusak`);
    await database.admin(`update messages set content_sealed = set_byte(content_sealed, length(content_sealed) - 1, 0) where id = $1`, [
      broken.id,
    ]);
    await database.admin(`update messages set content_sealed = set_byte(content_sealed, length(content_sealed) - 2, 0) where id = $1`, [
      broken.id,
    ]);
    const later = await say('6281200000133', `${mark} rusak kemudian`);
    await say('6281200000133', `${mark} baik`);
    await follow();
    await database.admin(
      `update messages set content_sealed = set_byte(content_sealed, 30, get_byte(content_sealed, 30) # 1) where id = $1`,
      [later.id],
    );
    expect(await texts(mark)).toEqual([`${mark} baik`]);
  });
});

describe('finding contacts', () => {
  it('goes by beginnings of names in any order, by digits from either side, and by tags', async () => {
    const { contactId, conversationId } = await world.customer('6281200000140', { window: 'closed' });
    await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId, name: `Budi ${mark} Santoso` }]);
    const tagId = newUuid();
    await database.admin(`insert into tags (workspace_id, id, name, color, created_at) values ($1, $2, $3, 'teal', now())`, [
      world.workspaceId,
      tagId,
      `Langganan ${mark}`,
    ]);
    await database.admin('insert into contact_tags (workspace_id, contact_id, tag_id, tagged_at) values ($1, $2, $3, now())', [
      world.workspaceId,
      contactId,
      tagId,
    ]);
    await tell(world.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, contactId) });
    await follow();
    const found = async (q: string): Promise<boolean> =>
      (await search(q, { in: 'contacts', limit: 50 })).contacts.some(
        (hit) => hit.contact.id === toPublicId(ID_PREFIXES.contact, contactId),
      );
    for (const q of [
      `sant ${mark}`,
      `${mark} BUD`,
      '0140',
      '00140',
      '+62 812-0000-0140',
      '0812 0000 0140',
      '62812000',
      '081200',
      `langg ${mark}`,
      'santoso',
    ]) {
      expect(await found(q), q).toBe(true);
    }
    for (const q of ['santosa', `${mark} wati`, '0141', '99812']) expect(await found(q), q).toBe(false);
    const [hit] = (await search(`santoso ${mark}`, { in: 'contacts' })).contacts;
    expect(hit?.conversations.map((one) => one.id)).toEqual([toPublicId(ID_PREFIXES.conversation, conversationId)]);
    expect(hit?.matches.map((match) => match.field)).toEqual(['name', 'tag']);
    const quick = await searchQuickly(
      { db: database.db, keyring: world.keyring },
      world.workspaceId,
      { q: `budi ${mark}`, limit: 5 },
      EVERYBODY,
      { seeContacts: true, seeTemplates: true },
    );
    expect(quick.contacts).toHaveLength(1);
    expect(quick.conversations[0]?.id).toBe(toPublicId(ID_PREFIXES.conversation, conversationId));
  });
});

describe('what a limited agent sees', () => {
  it('is what their conversations hold, of messages and of contacts', async () => {
    const mine = await say('6281200000150', `${mark} milik`);
    const theirs = await say('6281200000151', `${mark} orang`);
    const memberId = newUuid();
    await database.admin('update conversations set assignee_id = $2 where id = $1', [mine.conversationId, memberId]);
    for (const { contactId } of [mine, theirs]) {
      await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId, name: `Orang ${mark}` }]);
      await tell(world.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, contactId) });
    }
    await follow();
    const viewer: Viewer = { kind: 'some', memberId, teamIds: [], hiddenNumberIds: [], agentsSee: 'assigned', limits: [] };
    expect((await search(mark)).contacts).toHaveLength(2);
    expect(await texts(mark)).toHaveLength(2);
    const seen = await search(mark, {}, viewer);
    expect(seen.messages.map((hit) => hit.snippet.text)).toEqual([`${mark} milik`]);
    expect(seen.contacts.map((hit) => hit.contact.id)).toEqual([toPublicId(ID_PREFIXES.contact, mine.contactId)]);
  });
});

describe('a workspace that does not want its messages indexed', () => {
  it('loses what was indexed, gets nothing new, keeps names, and has all again when it changes its mind', async () => {
    const before = await say('6281200000991', `sebelum ${mark}`);
    await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId: before.contactId, name: `Nama${mark}` }]);
    await tell(world.workspaceId, 'contact.updated', { contact_id: toPublicId(ID_PREFIXES.contact, before.contactId) });
    await follow();
    expect(await texts(mark)).toHaveLength(1);

    await engineQuery(database.db, switchMessages(world.workspaceId, false, systemClock.now()));
    await backfill(deps, new AbortController().signal);
    await say('6281200000992', `sesudah ${mark}`);
    await follow();
    const again = searchJobs(deps).find(({ definition }) => definition.name === 'search.index_contact');
    if (again === undefined) throw new Error('there is no such job');
    await runJobTwice(again, { workspaceId: world.workspaceId, contactId: before.contactId });
    const index = (await indexOf(world.workspaceId)) as {
      documents: unknown[];
      postings: unknown[];
      counts: unknown[];
      contacts: unknown[];
    };
    expect([index.documents, index.postings, index.counts]).toEqual([[], [], []]);
    expect(index.contacts.length).toBeGreaterThan(0);
    expect(await search(mark)).toMatchObject({ messages: [], messages_off: true, indexing: false });

    await engineQuery(database.db, switchMessages(world.workspaceId, true, systemClock.now()));
    await backfill(deps, new AbortController().signal);
    expect((await texts(mark)).toSorted()).toEqual([`sebelum ${mark}`, `sesudah ${mark}`]);
    expect((await search(mark)).messages_off).toBe(false);
  });
});

describe('hostile texts', () => {
  it.each([
    '',
    '   ',
    '"',
    '""',
    '"   "',
    '---...!!!',
    'a',
    '%_\\',
    "' or 1=1 --",
    '\u202e\u202dabc',
    '\ud800',
    'x'.repeat(500),
    'a '.repeat(250),
    '"'.repeat(499),
    '(.*)+$',
    '\u0300\u0301',
    '٠٠٠',
    '+',
    '00000',
  ])('are answered like any other: %j', async (q) => {
    const answer = await search(q);
    expect(answer.messages.length).toBeLessThanOrEqual(20);
  });
});
