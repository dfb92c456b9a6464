import { hash } from 'node:crypto';
import { ID_PREFIXES, type SendMessageRequest } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversationOpener } from '#modules/conversations';
import { systemClock } from '#platform/clock';
import type { WorkspaceActor } from '#platform/http/actor';
import { canonical } from '#platform/idempotency/idempotency';
import { fromPublicId, newUuid, systemIds, toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createMessageAcceptor } from './accept-messages.ts';
import { cancelMessage } from './cancel-message.ts';
import { hashWamid } from './hash-wamid.ts';
import { sendMessage, type SendMessageDeps } from './send-message.ts';

const database = useTestDatabase();
let world: MessageWorld;
let deps: SendMessageDeps;
let actor: WorkspaceActor;
let woken: string[] = [];

beforeAll(async () => {
  world = await createMessageWorld(database);
  const opener = createConversationOpener(world.people);
  const wake = (ids: readonly string[]): void => void woken.push(...ids);
  deps = {
    db: database.db,
    clock: systemClock,
    ids: systemIds,
    acceptor: createMessageAcceptor({ db: database.db, clock: systemClock, wake }),
    findNumber: async (_workspaceId, numberId) =>
      numberId === world.numberId ? { wabaAccountId: world.wabaAccountId, connected: true } : null,
    openConversation: async (item, fresh) => {
      const opened = await opener.open(item, fresh);
      if (!('error' in opened)) return opened;
      return opened.error === 'invalid' ? 'invalid' : 'not_found';
    },
    contactKey: async (workspaceId, contactId) => (await world.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId) ?? null,
    wamidKey: (workspaceId) => world.keyring.indexKey(workspaceId, 'wamid'),
    findMedia: async () => new Set(),
    requireMayWrite: async () => undefined,
  };
  actor = {
    kind: 'api_key',
    apiKeyId: newUuid(),
    sightMemberId: null,
    name: 'shop',
    workspaceId: world.workspaceId,
    permissions: new Set(),
  };
});
afterAll(() => world.close());

const numberId = (): SendMessageRequest['number_id'] => toPublicId(ID_PREFIXES.number, world.numberId) as SendMessageRequest['number_id'];

function text(to: string, body = 'Pesanan Anda siap', more: Partial<SendMessageRequest> = {}): SendMessageRequest {
  return { number_id: numberId(), to, type: 'text', text: { body }, ...more };
}

/** Takes a field away when spread over a request. */
function without(field: 'to' | 'text'): Record<string, undefined> {
  return { [field]: undefined };
}

function send(request: SendMessageRequest, idempotencyKey: string | null = null): ReturnType<typeof sendMessage> {
  return sendMessage(deps, { actor, request, idempotency: idempotencyKey === null ? null : recognised(idempotencyKey, request) });
}

/** As the platform recognises a request; its own tests look at how. */
function recognised(key: string, request: SendMessageRequest): { keyHash: Buffer; fingerprint: Buffer } {
  return { keyHash: hash('sha256', key, 'buffer'), fingerprint: hash('sha256', canonical(request), 'buffer') };
}

async function countOf(to: string): Promise<{ messages: number; dispatch: number }> {
  const { contactId } = await world.customer(to);
  const [row] = await database.admin<{ messages: number; dispatch: number }>(
    `select count(*)::int as messages, count(d.message_id)::int as dispatch from messages m
       left join dispatch d on d.message_id = m.id where m.contact_id = $1`,
    [contactId],
  );
  return row ?? { messages: 0, dispatch: 0 };
}

describe('accepting a message', () => {
  it('stores message and dispatch row, moves the conversation up, and wakes the dispatcher', async () => {
    woken = [];
    const { response, replayed } = await send(text('+1 202 555 0101'));
    expect(response).toMatchObject({ status: 'queued', type: 'text', client_ref: null, scheduled_at: null });
    expect(replayed).toBe(false);
    expect(await countOf('+12025550101')).toEqual({ messages: 1, dispatch: 1 });
    expect(woken).toEqual([world.numberId]);
    const [conversation] = await database.admin<{ last_message_id: string }>(
      `select last_message_id from conversations where last_message_id is not null`,
    );
    expect(toPublicId(ID_PREFIXES.message, conversation?.last_message_id ?? '')).toBe(response.id);
  });

  it('keeps no text and no phone number in the clear', async () => {
    await send(text('+12025550102', 'rahasia-kanari'));
    const rows = await database.admin<{ line: string }>(
      `select messages::text || conversations::text || contacts::text || contact_identifiers::text as line
         from messages join conversations on conversations.id = conversation_id join contacts on contacts.id = messages.contact_id
         join contact_identifiers on contact_identifiers.contact_id = contacts.id`,
    );
    const hexOf = (value: string): string => Buffer.from(value).toString('hex');
    for (const { line } of rows) {
      for (const canary of ['rahasia-kanari', '12025550102', hexOf('rahasia-kanari'), hexOf('12025550102')])
        expect(line).not.toContain(canary);
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  it('answers a repeated idempotency key with the first answer and does nothing twice', async () => {
    const first = await send(text('+12025550103'), 'order-1');
    const again = await send(text('+12025550103'), 'order-1');
    expect(again).toEqual({ response: first.response, replayed: true });
    expect(await countOf('+12025550103')).toEqual({ messages: 1, dispatch: 1 });
  });

  it('does it once when the same key comes many times at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => send(text('+12025550104'), 'order-2')));
    expect(new Set(answers.map((answer) => answer.response.id)).size).toBe(1);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(await countOf('+12025550104')).toEqual({ messages: 1, dispatch: 1 });
  });

  it('refuses a key that was used for a different request', async () => {
    await send(text('+12025550105', 'a'), 'order-3');
    await expect(send(text('+12025550105', 'b'), 'order-3')).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('takes the same fields in another order for the same request', async () => {
    await send({ number_id: numberId(), to: '+12025550106', type: 'text', text: { body: 'x' } }, 'order-4');
    const again = await send({ text: { body: 'x' }, type: 'text', to: '+12025550106', number_id: numberId() }, 'order-4');
    expect(again.replayed).toBe(true);
  });

  it('answers a repeated client reference with the message it belongs to, also under a new key', async () => {
    const first = await send(text('+12025550107', 'a', { client_ref: 'INV-7' }));
    const again = await send(text('+12025550107', 'b', { client_ref: 'INV-7' }), 'order-5');
    expect(again.response.id).toBe(first.response.id);
    const byKey = await send(text('+12025550107', 'b', { client_ref: 'INV-7' }), 'order-5');
    expect(byKey.response.id).toBe(first.response.id);
    expect(await countOf('+12025550107')).toEqual({ messages: 1, dispatch: 1 });
  });

  it('keeps a scheduled message waiting and the conversation where it was', async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const { response } = await send(text('+12025550108', 'later', { scheduled_at: at }));
    expect(response.scheduled_at).toBe(at);
    const rows = await database.admin<{ state: number; last_message_id: string | null }>(
      `select d.state, v.last_message_id from dispatch d join conversations v on v.id = d.conversation_id where d.state = 4`,
    );
    expect(rows).toEqual([{ state: 4, last_message_id: null }]);
  });

  it('gives marketing templates their own lane', async () => {
    await world.template('promo_november', { category: 'marketing' });
    await send({
      number_id: numberId(),
      to: '+12025550109',
      type: 'template',
      template: { name: 'promo_november', language: { code: 'en_US' } },
    });
    const rows = await database.admin(
      `select d.lane, m.category from dispatch d join messages m on m.id = d.message_id where m.template_name = 'promo_november'`,
    );
    expect(rows).toEqual([{ lane: 1, category: 'marketing' }]);
  });

  it.each<[string, () => Record<string, unknown>, string]>([
    ['no recipient', () => without('to'), 'recipient_invalid'],
    ['two recipients', () => ({ recipient: 'US.13491208655302741918' }), 'recipient_invalid'],
    ['a recipient that is no phone number', () => ({ to: 'abc-de' }), 'recipient_invalid'],
    ['a contact of nobody', () => ({ ...without('to'), contact_id: toPublicId('ctc', newUuid()) }), 'not_found'],
    ['a number of nobody', () => ({ number_id: toPublicId('num', newUuid()) }), 'not_found'],
    ['no content for the type', () => without('text'), 'validation_failed'],
    ['content of another type beside it', () => ({ image: { link: 'https://example.com/a.png' } }), 'validation_failed'],
    ['a reply to a message of nobody', () => ({ context: { message_id: toPublicId('msg', newUuid()) } }), 'not_found'],
    ['a schedule too far ahead', () => ({ scheduled_at: new Date(Date.now() + 31 * 86_400_000).toISOString() }), 'validation_failed'],
  ])('refuses %s', async (_name, change, code) => {
    const request: SendMessageRequest = { ...text('+12025550110'), ...change() };
    await expect(send(request)).rejects.toMatchObject({ code });
  });

  it('knows the message that is answered by either id, and leaves to WhatsApp what it does not know', async () => {
    const { response } = await send(text('+12025550113', 'first'));
    const wamid = 'wamid.HBgLMTIwMjU1NTAxMTMVAgARGBI=';
    await database.admin(`update messages set wamid_hash = $2 where id = $1`, [
      fromPublicId('msg', response.id),
      hashWamid(await world.keyring.indexKey(world.workspaceId, 'wamid'), wamid),
    ]);
    const byOurs = await send(text('+12025550113', 'a', { context: { message_id: response.id } }));
    const byTheirs = await send(text('+12025550113', 'b', { context: { message_id: wamid } }));
    const byUnknown = await send(text('+12025550113', 'c', { context: { message_id: 'wamid.older' } }));
    const repliesTo = await Promise.all(
      [byOurs, byTheirs, byUnknown].map(async (sent) => {
        const [row] = await database.admin<{ reply_to_id: string | null }>(`select reply_to_id from messages where id = $1`, [
          fromPublicId('msg', sent.response.id),
        ]);
        return row?.reply_to_id ?? null;
      }),
    );
    const first = fromPublicId('msg', response.id);
    expect(repliesTo).toEqual([first, first, null]);
  });

  it('refuses to quote or react to a message of another conversation', async () => {
    const { response } = await send(text('+12025550114', 'of another chat'));
    const quote = text('+12025550115', 'x', { context: { message_id: response.id } });
    await expect(send(quote)).rejects.toMatchObject({
      code: 'validation_failed',
      details: { issues: [{ path: 'body.context.message_id', message: 'must be a message of the same conversation' }] },
    });
    const reaction = { ...without('text'), type: 'reaction', reaction: { message_id: response.id, emoji: '👍' } } as const;
    await expect(send({ ...text('+12025550115'), ...reaction })).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('cancels what has not begun to leave, once', async () => {
    const { response } = await send(text('+12025550111'));
    const [row] = await database.admin<{ id: string }>(`select id from messages order by created_at desc, id desc limit 1`);
    expect(toPublicId('msg', row?.id ?? '')).toBe(response.id);
    await cancelMessage(deps, world.workspaceId, row?.id ?? '');
    expect(await countOf('+12025550111')).toEqual({ messages: 1, dispatch: 0 });
    await expect(cancelMessage(deps, world.workspaceId, row?.id ?? '')).rejects.toMatchObject({ code: 'message_not_cancellable' });
    await expect(cancelMessage(deps, newUuid(), row?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
  });
});
