import { ID_PREFIXES, type Conversation, type Message } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { withEngine } from '#platform/db/tx';
import { newUuid, toPublicId } from '#platform/ids';
import { createJobs, type Jobs } from '#platform/jobs/jobs';
import { silentLog } from '#platform/log';
import { createApiApp, type ApiApp } from '../../../../test/api-app.ts';
import { useTestDatabase, waitFor } from '../../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../../test/message-world.ts';
import { recordProfileNames, resolvePeople } from '../../contacts/index.ts';
import { applyChanges } from '../../messages/apply-changes.ts';
import { createThreadMemory, listMessages } from '../../messages/list-messages.ts';
import { storeInbound, type InboundMessage } from '../../messages/store-inbound.ts';
import { summarizeMessages, wamidOf } from '../../messages/summarize-messages.ts';
import { createViewers } from '../../teams/index.ts';
import { conversationJobs, conversationRoutes, type InboxContext } from '../index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let api: ApiApp;
let jobs: Jobs;
/** What WhatsApp was told. */
const told: string[] = [];
let isWhatsAppDown = false;

beforeAll(async () => {
  world = await createMessageWorld(database);
  jobs = createJobs({ url: database.url, poolSize: 2, report: () => undefined });
  const reader = { db: database.db, keyring: world.keyring, memory: createThreadMemory() };
  const say = async (what: string) => {
    if (isWhatsAppDown) return { ok: false as const, unreachable: true, error: { retry: 'R' } as never };
    told.push(what);
    return { ok: true as const, value: null };
  };
  const ctx: InboxContext = {
    ...world.people,
    log: silentLog,
    jobs,
    viewers: createViewers({ db: database.db }),
    connections: { connectionFor: async () => ({}) as never }, // the provider below does not look at it
    provider: { markRead: (_connection, wamid) => say(`read ${wamid}`), showTyping: (_connection, wamid) => say(`typing ${wamid}`) },
    messages: {
      list: (workspaceId, id, query) => listMessages(reader, workspaceId, id, query),
      summaries: (workspaceId, ids) => summarizeMessages(reader, workspaceId, ids),
      wamidOf: (workspaceId, id) => wamidOf(reader, workspaceId, id),
    },
  };
  await jobs.start(conversationJobs(ctx), { run: true });
  api = await createApiApp(conversationRoutes(ctx), world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await jobs.stop(1_000);
  await world.close();
});

const startMs = Date.UTC(2026, 8, 1, 8);
const publicConversation = (id: string): string => toPublicId(ID_PREFIXES.conversation, id);
const publicMessage = (id: string): string => toPublicId(ID_PREFIXES.message, id);

/** Stores incoming messages of a customer, one per second from `second` on; gives their ids. */
async function receive(
  phone: string,
  texts: readonly string[],
  second: number,
  more: Partial<InboundMessage> = {},
): Promise<{ conversationId: string; contactId: string; ids: string[] }> {
  const { contactId, conversationId } = await world.customer(phone, { window: 'closed' });
  const messages = texts.map((body, index): InboundMessage => ({
    workspaceId: world.workspaceId,
    id: newUuid(),
    numberId: world.numberId,
    conversationId,
    contactId,
    author: 'contact',
    wamid: `wamid.${phone}.${second + index}`,
    at: new Date(startMs + (second + index) * 1_000),
    type: 'text',
    content: { body },
    mediaId: null,
    replyToWamid: null,
    forwarded: false,
    referral: null,
    opensWindow: true,
    ...more,
  }));
  await withEngine(database.db, 'test', (tx) => storeInbound(world, tx, messages, systemClock.now()));
  return { conversationId, contactId, ids: messages.map((message) => message.id) };
}

async function list(query = ''): Promise<Conversation[]> {
  const { status, body } = await api.get(`/v1/conversations${query}`);
  expect(status).toBe(200);
  return body.data as Conversation[]; // checked against the contract by the app
}

async function one(id: string): Promise<Conversation> {
  const { body } = await api.get(`/v1/conversations/${publicConversation(id)}`);
  return body as unknown as Conversation; // checked against the contract by the app
}

describe('the list', () => {
  it('shows the newest activity first, with contact, preview, window and unread count', async () => {
    const now = Math.floor((Date.now() - startMs) / 1_000);
    const ani = await receive('+62 817-0000-0001', ['halo', 'ada  stok\nbaru?'], now - 50);
    await receive('+62 817-0000-0002', ['lama'], 5);
    const [first, second] = await list();
    expect(first).toMatchObject({
      id: publicConversation(ani.conversationId),
      unread_count: 2,
      window: { open: true },
      last_message: { id: publicMessage(ani.ids[1] ?? ''), direction: 'in', type: 'text', status: 'received', preview: 'ada stok baru?' },
      contact: { phone: '+6281700000001', identifiers: [{ kind: 'phone', value: '+6281700000001' }] },
    });
    expect(second).toMatchObject({ unread_count: 1, window: { open: false } });
  });

  it('pages through everything once, at any size and with every filter', async () => {
    for (let index = 0; index < 12; index += 1)
      await receive(`+62 818-0000-${String(index).padStart(4, '0')}`, ['x'], 100 + Math.floor(index / 3));
    const all = (await list('?limit=200')).map((conversation) => conversation.id);
    for (const [limit, filter] of [
      [1, ''],
      [5, ''],
      [5, `&number_id=${toPublicId(ID_PREFIXES.number, world.numberId)}`],
      [4, '&unread=true'],
    ] as const) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await api.get(`/v1/conversations?limit=${limit}${filter}${cursor}`);
        seen.push(...body.data.map((row) => String(row['id'])));
        cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
      } while (cursor !== '');
      expect(seen).toEqual(all);
    }
    expect(await list('?unread=false')).toEqual([]);
  });

  it('gives the conversation of one contact, also one without a message', async () => {
    const { contactId, conversationId } = await world.customer('+62 819-0000-0001');
    const rows = await list(`?contact_id=${toPublicId(ID_PREFIXES.contact, contactId)}`);
    expect(rows).toMatchObject([{ id: publicConversation(conversationId), last_message: null, window: { open: true } }]);
    expect((await list('?limit=200')).some((row) => row.id === publicConversation(conversationId))).toBe(false);
  });

  it('shows at once what changed, although it remembers what it showed', async () => {
    const { contactId, conversationId, ids } = await receive('+62 819-0000-0002', ['sebelum'], 50);
    const shown = async (): Promise<unknown[]> => {
      const conversation = await one(conversationId);
      return [
        conversation.contact.name,
        conversation.contact.identifiers.length,
        conversation.last_message?.preview,
        conversation.last_message?.status,
      ];
    };
    expect(await shown()).toEqual([null, 1, 'sebelum', 'received']);
    await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId, name: 'Nama Baru' }]);
    const identities = [
      { kind: 'phone' as const, value: '6281900000002' },
      { kind: 'bsuid' as const, value: 'ID.819' },
    ];
    await resolvePeople(world.people, [{ workspaceId: world.workspaceId, identities }]);
    const change = {
      change: 'edit' as const,
      by: 'contact' as const,
      targetWamid: 'wamid.+62 819-0000-0002.50',
      at: new Date(),
      emoji: null,
      content: { body: 'sesudah' },
    };
    await withEngine(database.db, 'test', (tx) =>
      applyChanges(world, tx, [{ workspaceId: world.workspaceId, numberId: world.numberId, contactId, ...change }], new Date()),
    );
    expect(await shown()).toEqual(['Nama Baru', 2, 'sesudah', 'received']);
    await withEngine(database.db, 'test', (tx) => world.keyring.destroyContactKeys(tx, world.workspaceId, [contactId]));
    expect(await shown()).toEqual([null, 0, '', 'received']);
    const { body } = await api.get(`/v1/conversations/${publicConversation(conversationId)}/messages`);
    expect(body.data).toMatchObject([{ id: publicMessage(ids[0] ?? ''), content: {}, wamid: null }]);
  });

  it('refuses a cursor that is none', async () => {
    expect((await api.get('/v1/conversations?cursor=abc')).body.error.code).toBe('cursor_invalid');
  });
});

describe('a thread', () => {
  it('pages from the newest to the oldest message, also where several share a second', async () => {
    const { conversationId } = await receive('+62 820-0000-0001', ['1', '2', '3'], 10);
    await receive('+62 820-0000-0001', ['4', '5', '6', '7'], 13, { at: new Date(startMs + 13_000) });
    const path = `/v1/conversations/${publicConversation(conversationId)}/messages`;
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await api.get(`${path}?limit=2${cursor}`);
      seen.push(...(body.data as unknown as Message[]).map((message) => (message.content as { body: string }).body));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(7);
    expect(seen.slice(4)).toEqual(['3', '2', '1']);
    expect(new Set(seen.slice(0, 4))).toEqual(new Set(['4', '5', '6', '7']));
  });

  it('opens around a message and goes on to older ones', async () => {
    const { conversationId, ids } = await receive(
      '+62 820-0000-0002',
      Array.from({ length: 30 }, (_, index) => String(index)),
      10,
    );
    const path = `/v1/conversations/${publicConversation(conversationId)}/messages`;
    const { body } = await api.get(`${path}?limit=10&around=${publicMessage(ids[12] ?? '')}`);
    const bodies = (page: typeof body): string[] =>
      (page.data as unknown as Message[]).map((message) => (message.content as { body: string }).body);
    expect(bodies(body)).toEqual(['16', '15', '14', '13', '12', '11', '10', '9', '8', '7']);
    expect(bodies((await api.get(`${path}?limit=3&cursor=${body.next_cursor}`)).body)).toEqual(['6', '5', '4']);
    expect(bodies((await api.get(`${path}?limit=10&around=${publicMessage(ids[29] ?? '')}`)).body)[0]).toBe('29');
  });

  it('shows at once what changed, although it remembers what it showed', async () => {
    const { contactId, conversationId, ids } = await receive('+62 820-0000-0005', ['sebelum', 'tetap'], 10);
    const other = await receive('+62 820-0000-0006', ['orang lain'], 10);
    const thread = async (id = conversationId): Promise<Message[]> =>
      (await api.get(`/v1/conversations/${publicConversation(id)}/messages`)).body.data as unknown as Message[];
    const shown = async (): Promise<unknown> => {
      const message = (await thread()).find(({ id }) => id === publicMessage(ids[0] ?? ''));
      return [message?.content, message?.reactions.map(({ emoji }) => emoji), message?.status, message?.edited_at !== null];
    };
    const apply = async (change: 'edit' | 'reaction', more: { emoji: string | null; content: object | null }): Promise<void> => {
      const known = { workspaceId: world.workspaceId, numberId: world.numberId, contactId, by: 'contact' as const, at: new Date() };
      await withEngine(database.db, 'test', (tx) =>
        applyChanges(world, tx, [{ ...known, change, targetWamid: 'wamid.+62 820-0000-0005.10', ...more }], new Date()),
      );
    };
    expect(await shown()).toEqual([{ body: 'sebelum' }, [], 'received', false]);
    await apply('reaction', { emoji: '👍', content: null });
    expect(await shown()).toEqual([{ body: 'sebelum' }, ['👍'], 'received', false]);
    await apply('edit', { emoji: null, content: { body: 'sesudah' } });
    expect(await shown()).toEqual([{ body: 'sesudah' }, ['👍'], 'received', true]);
    await apply('reaction', { emoji: null, content: null });
    expect(await shown()).toEqual([{ body: 'sesudah' }, [], 'received', true]);
    await database.admin(`update messages set status = 'failed' where id = $1`, [ids[0]]);
    expect(await shown()).toEqual([{ body: 'sesudah' }, [], 'failed', true]);
    expect(await thread(other.conversationId)).toMatchObject([{ content: { body: 'orang lain' } }]);

    await withEngine(database.db, 'test', (tx) => world.keyring.destroyContactKeys(tx, world.workspaceId, [contactId]));
    expect(await thread()).toMatchObject([
      { id: publicMessage(ids[1] ?? ''), content: {}, wamid: null },
      { id: publicMessage(ids[0] ?? ''), content: {}, wamid: null },
    ]);
    expect(await thread(other.conversationId)).toMatchObject([{ content: { body: 'orang lain' } }]);
  });

  it('of another conversation, or none, is not found', async () => {
    const { ids } = await receive('+62 820-0000-0003', ['x'], 10);
    const { conversationId } = await receive('+62 820-0000-0004', ['x'], 10);
    expect(
      (await api.get(`/v1/conversations/${publicConversation(conversationId)}/messages?around=${publicMessage(ids[0] ?? '')}`)).status,
    ).toBe(404);
    expect((await api.get(`/v1/conversations/${publicConversation(newUuid())}/messages`)).status).toBe(404);
    expect((await api.get(`/v1/conversations/${publicConversation(newUuid())}`)).status).toBe(404);
  });
});

describe('reading', () => {
  const read = (id: string, body: object = {}) => api.send('POST', `/v1/conversations/${publicConversation(id)}/read`, body);

  it('resets the count and tells WhatsApp afterwards, once', async () => {
    const { conversationId } = await receive('+62 821-0000-0001', ['a', 'b'], 10);
    expect((await read(conversationId)).status).toBe(204);
    expect(await one(conversationId)).toMatchObject({ unread_count: 0 });
    await waitFor('the receipt', () => told.includes('read wamid.+62 821-0000-0001.11'));
    expect((await read(conversationId)).status).toBe(204);
    expect(told.filter((line) => line.includes('821-0000-0001'))).toHaveLength(1);
  });

  it('up to a message leaves the later ones unread', async () => {
    const { conversationId, ids } = await receive('+62 821-0000-0002', ['a', 'b', 'c'], 10);
    await read(conversationId, { up_to_message_id: publicMessage(ids[1] ?? ''), receipt: false });
    expect(await one(conversationId)).toMatchObject({ unread_count: 1 });
    expect(told.some((line) => line.includes('821-0000-0002'))).toBe(false);
  });

  it('loses no receipt when WhatsApp cannot be reached', async () => {
    const { conversationId } = await receive('+62 821-0000-0003', ['a'], 10);
    isWhatsAppDown = true;
    await read(conversationId);
    await waitFor(
      'a try',
      async () =>
        (
          await database.admin<{ n: number }>(
            `select count(*)::int as n from pgboss.job where name = 'conversations.send_read_receipt' and retry_count > 0`,
          )
        )[0]?.n === 1 || undefined,
    );
    isWhatsAppDown = false;
    await waitFor('the receipt', () => told.includes('read wamid.+62 821-0000-0003.10'));
  });

  it('can be undone, and refuses what is not there', async () => {
    const { conversationId } = await receive('+62 821-0000-0004', ['a'], 10);
    await read(conversationId, { receipt: false });
    expect((await api.send('POST', `/v1/conversations/${publicConversation(conversationId)}/unread`)).status).toBe(204);
    expect(await one(conversationId)).toMatchObject({ unread_count: 1 });
    const elsewhere = await receive('+62 821-0000-0005', ['a'], 10);
    expect((await read(conversationId, { up_to_message_id: publicMessage(elsewhere.ids[0] ?? '') })).status).toBe(404);
    expect((await read(newUuid())).status).toBe(404);
    expect((await api.send('POST', `/v1/conversations/${publicConversation(newUuid())}/unread`)).status).toBe(404);
  });
});

it('shows that somebody is typing', async () => {
  const { conversationId } = await receive('+62 822-0000-0001', ['a', 'b'], 10);
  expect((await api.send('POST', `/v1/conversations/${publicConversation(conversationId)}/typing`)).status).toBe(204);
  await waitFor('the sign', () => told.includes('typing wamid.+62 822-0000-0001.11'));
  expect((await api.send('POST', `/v1/conversations/${publicConversation(newUuid())}/typing`)).status).toBe(404);
  expect(api.faults).toEqual([]);
});
