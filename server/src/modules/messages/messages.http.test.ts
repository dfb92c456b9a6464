import { ID_PREFIXES, type BulkSendResponse, type Message, type MessageStatus, type Page } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversationOpener } from '#modules/conversations';
import { systemClock } from '#platform/clock';
import { tenantQuery } from '#platform/db/tx';
import { fromPublicId, newUuid, systemIds, toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { testIdempotency } from '../../../test/idempotency.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createViewers, type Viewer } from '../teams/index.ts';
import { createMessageAcceptor } from './accept-messages.ts';
import { findMessages, type FoundMessages } from './find-messages.sql.ts';
import { messageRoutes } from './routes.ts';

const database = useTestDatabase();
let world: MessageWorld;
let api: ApiApp;

const headersOfKey = { authorization: 'Bearer key' };

beforeAll(async () => {
  world = await createMessageWorld(database);
  const { keyring } = world;
  const opener = createConversationOpener(world.people);
  const base = { db: database.db, clock: systemClock };
  const routes = messageRoutes({
    send: {
      ...base,
      ids: systemIds,
      acceptor: createMessageAcceptor({ ...base, wake: () => undefined }),
      findNumber: async (_workspaceId, numberId) =>
        numberId === world.numberId ? { wabaAccountId: world.wabaAccountId, connected: true } : null,
      openConversation: async (item, fresh) => {
        const opened = await opener.open(item, fresh);
        return 'error' in opened ? (opened.error === 'invalid' ? 'invalid' : 'not_found') : opened;
      },
      contactKey: async (workspaceId, contactId) => (await keyring.contactKeys([{ workspaceId, contactId }])).get(contactId) ?? null,
      wamidKey: (workspaceId) => world.keyring.indexKey(workspaceId, 'wamid'),
      findMedia: async () => new Set(),
      requireMayWrite: async () => undefined,
    },
    story: { ...base, keyring },
    viewers: createViewers(base),
    resolve: { ...base, ids: systemIds, keyring, wake: () => undefined },
  });
  api = await createApiApp(routes, world.workspaceId, newUuid(), { idempotency: testIdempotency({ ...base, keyring }) });
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

const text = (to: string, body = 'Pesanan Anda siap'): object => ({
  number_id: toPublicId(ID_PREFIXES.number, world.numberId),
  to,
  type: 'text',
  text: { body },
});

async function accept(to: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await api.app.inject({
    method: 'POST',
    url: '/v1/messages',
    payload: text(to),
    headers: { ...headersOfKey, ...headers },
  });
  expect(response.statusCode).toBe(202);
  return response.json().id;
}

async function call(
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
): Promise<{ status: number; body: Record<string, unknown> & { error?: { code: string } } }> {
  const response = await api.app.inject({ method, url, headers: headersOfKey, ...(payload === undefined ? {} : { payload }) });
  return { status: response.statusCode, body: response.json() };
}

async function makeUnknown(publicId: string): Promise<void> {
  await database.admin(
    `update messages set status = 'unknown', reason_code = 'outcome_unknown' where id = (select id from messages order by created_at desc, id desc limit 1)`,
  );
  await database.admin('delete from dispatch');
  expect((await call('GET', `/v1/messages/${publicId}`)).body['status']).toBe('unknown');
}

describe('/v1/messages', () => {
  it('answers 202, then tells the whole story', async () => {
    const id = await accept('+12025550141');
    const { status, body } = await call('GET', `/v1/messages/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      direction: 'out',
      status: 'queued',
      content: { body: 'Pesanan Anda siap' },
      attempts: [],
      reason: null,
      category: 'service',
    });
  });

  it('lists messages of all conversations, newest first, narrowed and page by page', async () => {
    const since = new Date().toISOString();
    const ids: string[] = [];
    for (const to of ['+12025550151', '+12025550152', '+12025550151']) ids.push(await accept(to));
    const named = await api.app.inject({
      method: 'POST',
      url: '/v1/messages',
      payload: { ...text('+12025550153'), client_ref: 'order-list-1' },
      headers: headersOfKey,
    });
    ids.push(named.json().id);
    await call('POST', `/v1/messages/${ids[0]}/cancel`);
    const list = async (query: string) => (await call('GET', `/v1/messages?from=${since}&${query}`)).body as unknown as Page<Message>;
    const idsOf = async (query: string): Promise<string[]> => (await list(query)).data.map(({ id }) => id);

    expect(await idsOf('')).toEqual(ids.toReversed());
    expect(await idsOf('status=cancelled')).toEqual([ids[0]]);
    expect(await idsOf('direction=in')).toEqual([]);
    expect(await idsOf('client_ref=order-list-1')).toEqual([ids[3]]);
    expect(await idsOf(`until=${since}`)).toEqual([]);
    expect(await idsOf(`conversation_id=${(await list('')).data.at(-1)?.conversation_id}`)).toEqual([ids[2], ids[0]]);
    expect(await idsOf('number_id=num_01jd8z3t5kf6v9b2m4n7p0q1rs')).toEqual([]);
    expect(await idsOf('type=image')).toEqual([]);

    const first = await list('limit=3&fields=status');
    expect(first.data).toEqual(
      ids
        .slice(1)
        .toReversed()
        .map((id) => ({ id, status: 'queued' })),
    );
    expect(await list(`limit=3&fields=status&cursor=${first.next_cursor}`)).toEqual({
      data: [{ id: ids[0], status: 'cancelled' }],
      next_cursor: null,
    });
  });

  it('goes on behind the messages that a page looked through, and shows limited members only what they see', async () => {
    const [one, two] = [await accept('+12025550154'), await accept('+12025550155')].map(
      (id) => fromPublicId(ID_PREFIXES.message, id) ?? '',
    );
    const filter = {
      direction: null,
      status: null as MessageStatus | null,
      type: null,
      numberId: null,
      conversationId: null as string | null,
      templateName: null,
      apiKeyId: null,
      clientRef: null,
      from: null,
      until: null,
      firstId: one ?? '',
      before: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    };
    const find = async (viewer: Viewer, more: Partial<typeof filter>, limit = 10, lookedThrough?: number) => {
      const sought = findMessages(world.workspaceId, viewer, { ...filter, ...more }, limit, lookedThrough);
      return (await tenantQuery<FoundMessages>(database.db, world.workspaceId, sought))[0];
    };
    const ask = (viewer: Viewer, lookedThrough?: number) =>
      find(viewer, { status: lookedThrough === undefined ? null : 'read' }, 10, lookedThrough);
    expect(await ask({ kind: 'all' })).toEqual({ ids: [two, one], lastId: null });
    expect(await ask({ kind: 'all' }, 1)).toEqual({ ids: [], lastId: two });
    expect(await find({ kind: 'all' }, {}, 1)).toEqual({ ids: [two], lastId: null });
    const [{ conversationId } = { conversationId: '' }] = await database.admin<{ conversationId: string }>(
      'select conversation_id as "conversationId" from messages where id = $1',
      [one],
    );
    expect(await find({ kind: 'all' }, { conversationId }, 10, 1)).toEqual({ ids: [one], lastId: one });
    const limited = { kind: 'some', memberId: newUuid(), agentsSee: 'everything', teamIds: [], hiddenNumberIds: [], limits: [] } as const;
    expect(await ask(limited)).toEqual({ ids: [two, one], lastId: null });
    expect(await ask({ ...limited, hiddenNumberIds: [world.numberId] })).toEqual({ ids: [], lastId: null });
  });

  it('marks a replayed answer and gives it word for word', async () => {
    const headers = { ...headersOfKey, 'idempotency-key': 'order-77' };
    const first = await api.app.inject({ method: 'POST', url: '/v1/messages', payload: text('+12025550142'), headers });
    const again = await api.app.inject({ method: 'POST', url: '/v1/messages', payload: text('+12025550142'), headers });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toBe(first.body);
    const other = await api.app.inject({ method: 'POST', url: '/v1/messages', payload: text('+12025550142', 'else'), headers });
    expect([other.statusCode, other.json().error.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it.each([
    ['an idempotency key of spaces', { 'idempotency-key': 'a b' }, {}, 'validation_failed'],
    ['an unknown field', {}, { priority: 'high' }, 'validation_failed'],
    ['a text over 4096 characters', {}, { text: { body: 'x'.repeat(4_097) } }, 'validation_failed'],
    ['a media file of nobody', {}, { type: 'image', text: undefined, image: { id: 'med_01jd8z3t5kf6v9b2m4n7p0q1rs' } }, 'media_not_usable'],
    ['an insecure link', {}, { type: 'image', text: undefined, image: { link: 'http://example.com/a.png' } }, 'content_invalid'],
    ['four reply buttons', {}, { type: 'interactive', text: undefined, interactive: fourButtons() }, 'content_invalid'],
  ])('refuses %s', async (_name, headers, change, code) => {
    const payload = { ...text('+12025550143'), ...change };
    const response = await api.app.inject({ method: 'POST', url: '/v1/messages', payload, headers: { ...headersOfKey, ...headers } });
    expect(response.json().error.code).toBe(code);
  });

  it('cancels what has not left and then tells so', async () => {
    const id = await accept('+12025550144');
    const { body } = await call('POST', `/v1/messages/${id}/cancel`);
    expect(body).toMatchObject({ status: 'cancelled', reason: { code: 'cancelled' } });
    expect((await call('POST', `/v1/messages/${id}/cancel`)).body.error?.code).toBe('message_not_cancellable');
  });

  it.each([
    ['mark_sent', 'sent', false],
    ['give_up', 'failed', false],
    ['resend', 'queued', true],
  ] as const)('lets a person decide an unknown outcome: %s', async (action, expected, resent) => {
    const id = await accept('+12025550145');
    await makeUnknown(id);
    const { body } = await call('POST', `/v1/messages/${id}/resolve`, { action });
    expect(body).toMatchObject({ status: expected, resent });
    const audit = await database.admin<{ count: number }>(`select count(*)::int as count from audit_events where target_id = $1`, [id]);
    expect(audit).toEqual([{ count: 1 }]);
    expect((await call('POST', `/v1/messages/${id}/resolve`, { action })).body.error?.code).toBe('message_not_unknown');
  });

  it('knows nothing of messages that are not there', async () => {
    const nowhere = `/v1/messages/${toPublicId(ID_PREFIXES.message, newUuid())}`;
    expect((await call('GET', nowhere)).body.error?.code).toBe('not_found');
    expect((await call('POST', `${nowhere}/cancel`)).body.error?.code).toBe('not_found');
    expect((await call('POST', `${nowhere}/resolve`, { action: 'resend' })).body.error?.code).toBe('not_found');
  });
});

function fourButtons(): object {
  const buttons = ['a', 'b', 'c', 'd'].map((id) => ({ type: 'reply', reply: { id, title: id } }));
  return { type: 'button', body: { text: 'Choose' }, action: { buttons } };
}

describe('sending many at once', () => {
  const bulk = async (messages: readonly unknown[], key?: string) => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/v1/messages/bulk',
      payload: { messages },
      headers: { ...headersOfKey, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });
    return { status: response.statusCode, headers: response.headers, body: response.json<BulkSendResponse>(), text: response.body };
  };
  const countOf = async (ids: readonly string[]): Promise<number> => {
    const uuids = ids.map((id) => fromPublicId(ID_PREFIXES.message, id));
    const [row] = await database.admin<{ count: number }>(
      'select count(*)::int as count from dispatch where message_id = any($1::uuid[])',
      [uuids],
    );
    return row?.count ?? 0;
  };
  const acceptedIds = (body: BulkSendResponse): string[] =>
    body.results.flatMap((one) => (one.outcome === 'accepted' ? [one.message.id] : []));
  const phone = (index: number): string => `+1202556${String(index).padStart(4, '0')}`;

  it('accepts a thousand, each with its own result in the order given', async () => {
    const { status, body } = await bulk(Array.from({ length: 1_000 }, (_, index) => text(phone(index), `Pesanan ${index}`)));
    expect([status, body.accepted_count, body.refused_count]).toEqual([202, 1_000, 0]);
    expect(body.results.map(({ index }) => index)).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
    expect(await countOf(acceptedIds(body))).toBe(1_000);
  });

  it('refuses a wrong one by itself and says what is wrong with it', async () => {
    const { body } = await bulk([
      text(phone(1)),
      { ...text(phone(2)), text: undefined },
      'no message',
      { ...text(phone(3)), to: undefined },
      text(phone(4)),
    ]);
    expect([body.accepted_count, body.refused_count]).toEqual([2, 3]);
    expect(body.results).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'refused', error: { code: 'validation_failed', doc_url: '/docs/errors/validation_failed', retryable: false } },
      { outcome: 'refused', error: { code: 'validation_failed', details: { issues: [{ path: 'body.messages.2' }] } } },
      { outcome: 'refused', error: { code: 'recipient_invalid' } },
      { outcome: 'accepted' },
    ]);
  });

  it('keeps the order of messages to one recipient', async () => {
    const { body } = await bulk(Array.from({ length: 40 }, (_, index) => text(phone(index % 2), `Baris ${index}`)));
    const rows = await database.admin<{ id: string }>(
      'select message_id as id from dispatch where message_id = any($1::uuid[]) order by conversation_id, seq',
      [acceptedIds(body).map((id) => fromPublicId(ID_PREFIXES.message, id))],
    );
    const places = rows.map(({ id }) => acceptedIds(body).indexOf(toPublicId(ID_PREFIXES.message, id)));
    const [first, second] = [places.filter((place) => place % 2 === 0), places.filter((place) => place % 2 === 1)];
    expect([first, second]).toEqual([first.toSorted((a, b) => a - b), second.toSorted((a, b) => a - b)]);
  });

  it('is done once as a whole, and refused for another list under the same key', async () => {
    const messages = [text(phone(11)), { ...text(phone(12)), text: undefined }];
    const first = await bulk(messages, 'batch-1');
    const again = await bulk(messages, 'batch-1');
    expect([again.headers['idempotent-replayed'], again.text]).toEqual(['true', first.text]);
    expect((await bulk([text(phone(13))], 'batch-1')).status).toBe(422);
  });

  it('goes on after it was cut off in the middle: what was accepted is not accepted again', async () => {
    const messages = Array.from({ length: 5 }, (_, index) => text(phone(20 + index)));
    const first = await bulk(messages, 'batch-2');
    // As if the process had died before it could keep the answer, and after all or some were accepted.
    await database.admin(
      `update idempotent_requests set state = 'running', status = null, answer_sealed = null, claimed_until = '-infinity' where message_id is null`,
    );
    const [, , lost] = acceptedIds(first.body).map((id) => fromPublicId(ID_PREFIXES.message, id));
    await database.admin('delete from idempotent_requests where message_id = $1', [lost]);
    await database.admin('delete from messages where id = $1', [lost]);
    const again = await bulk(messages, 'batch-2');
    const [ids, earlier] = [acceptedIds(again.body), acceptedIds(first.body)];
    expect(ids.map((id, index) => id === earlier[index])).toEqual([true, true, false, true, true]);
    expect(await countOf([...ids, ...earlier])).toBe(5);
  });

  it.each([
    ['no list', { messages: 'x' }],
    ['an empty list', { messages: [] }],
    ['more than a thousand', { messages: Array.from({ length: 1_001 }, () => ({})) }],
    ['another field', { messages: [{}], test: true }],
  ])('refuses %s as a whole', async (_, payload) => {
    const response = await api.app.inject({ method: 'POST', url: '/v1/messages/bulk', payload, headers: headersOfKey });
    expect([response.statusCode, response.json().error.code]).toEqual([400, 'validation_failed']);
  });
});
