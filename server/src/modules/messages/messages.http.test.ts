import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversationOpener } from '#modules/conversations';
import { systemClock } from '#platform/clock';
import { newUuid, systemIds, toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { testIdempotency } from '../../../test/idempotency.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createViewers } from '../teams/index.ts';
import { createMessageAcceptor } from './accept-messages.ts';
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
