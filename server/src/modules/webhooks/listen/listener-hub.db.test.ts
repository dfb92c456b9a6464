import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WEBHOOK_EVENT_TYPES } from '@kabar/contract';
import { createKabar, type WebhookListenerStreamItem } from '@kabar/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { openSseResponse } from '#platform/events/sse-stream';
import { newUuid, toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createWebhookWorld, type WebhookWorld } from '../../../../test/webhook-world.ts';
import { createListenerHub, type ListenerHub } from './listener-hub.ts';

const database = useTestDatabase();
let world: WebhookWorld;
let hub: ListenerHub;
let server: Server;
const sockets = new Set<Socket>();
let isAway = false;
let connectionCount = 0;

beforeAll(async () => {
  world = await createWebhookWorld(database);
  await world.ctx.feed.start();
});
afterAll(async () => {
  await world.ctx.feed.stop();
  await world.close();
});
beforeEach(async () => {
  isAway = false;
  connectionCount = 0;
  hub = createListenerHub(world.ctx);
  server = createServer((request, response) => {
    if (isAway) return void request.socket.destroy();
    connectionCount += 1;
    const header = request.headers['last-event-id'];
    hub.attach(
      world.actor,
      { types: new Set(WEBHOOK_EVENT_TYPES), payload: 'thin', lastEventId: typeof header === 'string' ? header : null },
      () => openSseResponse(response),
      new AbortController().signal,
    );
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  hub.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const addressOf = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
const cut = (): void => {
  isAway = true;
  for (const socket of sockets) socket.destroy();
};
const happen = (type: string, data: Record<string, string>): Promise<void> =>
  withTenant(database.db, world.workspaceId, (tx) =>
    appendEvents(tx, [{ workspaceId: world.workspaceId, type, data, occurredAt: new Date() }]),
  );
const updateMedia = async (count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => toPublicId('med', newUuid()));
  for (const id of ids) await happen('media.updated', { media_id: id });
  return ids;
};

/** Listens by the SDK as `kabar listen` does, until it is ended. */
function listen(): { items: WebhookListenerStreamItem[]; end(): Promise<void> } {
  const stop = new AbortController();
  const items: WebhookListenerStreamItem[] = [];
  const done = (async () => {
    const stream = createKabar({ baseUrl: addressOf() }).webhookListeners.stream({ signal: stop.signal, baseDelayMs: 1, maxDelayMs: 20 });
    for await (const item of stream) items.push(item);
  })();
  return {
    items,
    end: () => {
      stop.abort();
      return done;
    },
  };
}

function told(items: readonly WebhookListenerStreamItem[], field: string): unknown[] {
  return items.flatMap((item) => {
    if (item.kind !== 'webhook') return [];
    const event = JSON.parse(item.body) as { type: string; data: Record<string, unknown> }; // an event as the API documents it
    return [field === 'type' ? event.type : event.data[field]];
  });
}

describe('a listener whose connection is cut', () => {
  it('is told what happened in between, everything once and in order', async () => {
    const listener = listen();
    await expect.poll(() => listener.items.some(({ kind }) => kind === 'ready')).toBe(true);
    const expected = await updateMedia(5);
    await expect.poll(() => told(listener.items, 'media_id')).toEqual(expected);
    cut();
    expected.push(...(await updateMedia(30)));
    isAway = false;
    await expect.poll(() => told(listener.items, 'media_id')).toEqual(expected);
    expected.push(...(await updateMedia(3)));
    await expect.poll(() => told(listener.items, 'media_id')).toEqual(expected);
    expect(connectionCount).toBeGreaterThan(1);
    expect(listener.items.filter(({ kind }) => kind === 'missed')).toEqual([]);
    await listener.end();
  });

  it('misses nothing either when it was cut before the first word, or in the middle of many', async () => {
    const listener = listen();
    await expect.poll(() => listener.items.some(({ kind }) => kind === 'ready')).toBe(true);
    cut();
    const expected = await updateMedia(3);
    isAway = false;
    await expect.poll(() => told(listener.items, 'media_id')).toEqual(expected);
    for (let round = 0; round < 5; round += 1) {
      const updating = updateMedia(20);
      await expect.poll(() => told(listener.items, 'media_id').length).toBeGreaterThan(expected.length);
      cut();
      expected.push(...(await updating));
      isAway = false;
      await expect.poll(() => told(listener.items, 'media_id')).toEqual(expected);
    }
    await listener.end();
  });

  it('is not told a second time of a state that it knows, and hears of the next one although it came meanwhile', async () => {
    const { contactId, conversationId } = await world.customer('+628120000171');
    const listener = listen();
    await expect.poll(() => listener.items.some(({ kind }) => kind === 'ready')).toBe(true);
    const id = newUuid();
    await database.admin(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, occurred_at, created_at, sent_at)
       values ($1, $2, $3, $4, $5, 'out', 'text', 'sent', 'system', '\\x00', now(), now(), now())`,
      [world.workspaceId, id, world.numberId, conversationId, contactId],
    );
    await happen('message.created', { message_id: toPublicId('msg', id) });
    await expect.poll(() => told(listener.items, 'type')).toEqual(['message.accepted', 'message.sent']);
    cut();
    await database.admin(`update messages set delivered_at = now(), status = 'delivered' where id = $1`, [id]);
    await happen('message.updated', { message_id: toPublicId('msg', id) });
    isAway = false;
    await expect.poll(() => told(listener.items, 'type')).toEqual(['message.accepted', 'message.sent', 'message.delivered']);
    await listener.end();
  });
});

it('a place that is kept no longer is answered by saying so, and what comes then is told', async () => {
  const stop = new AbortController();
  const response = await fetch(addressOf(), { headers: { 'last-event-id': 'of another database' }, signal: stop.signal });
  let text = '';
  const reading = (async () => {
    for await (const part of response.body ?? []) text += new TextDecoder().decode(part);
  })().catch(() => undefined);
  await expect.poll(() => text).toContain('event: missed');
  const [id] = await updateMedia(1);
  await expect.poll(() => text).toContain(id);
  stop.abort();
  await reading;
});
