import { createHmac } from 'node:crypto';
import type { WebhookEventType } from '@kabar/contract';
import { verifyWebhook } from '@kabar/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withEngine, withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { newUuid, toPublicId } from '#platform/ids';
import { fromPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createWebhookWorld, startReceiver, type Hook, type Receiver, type WebhookWorld } from '../../../../test/webhook-world.ts';
import { getDelivery } from '../deliveries/get-delivery.ts';
import { listDeliveries } from '../deliveries/list-deliveries.ts';
import { removeOldLog } from '../deliveries/remove-old-log.ts';
import { replayDelivery } from '../deliveries/replay-delivery.ts';
import { getReplay, replayRange } from '../deliveries/replay-range.ts';
import { webhookStatistics } from '../deliveries/statistics.ts';
import { notifyEndpoints } from '../endpoints/endpoints.sql.ts';
import { getEndpoint } from '../endpoints/list-endpoints.ts';
import { rotateSecret } from '../endpoints/rotate-secret.ts';
import { testEndpoint } from '../endpoints/test-endpoint.ts';
import { updateEndpoint } from '../endpoints/update-endpoint.ts';
import { insertEvents } from '../events/events.sql.ts';
import { filtersOf } from '../events/tell-own-event.ts';

const database = useTestDatabase();
let world: WebhookWorld;
let receiver: Receiver;
let other: Receiver;
let engine: ReturnType<WebhookWorld['engine']>;

beforeAll(async () => {
  world = await createWebhookWorld(database);
});
beforeEach(async () => {
  [receiver, other] = await Promise.all([startReceiver(), startReceiver()]);
  engine = world.engine();
  engine.start();
});
afterEach(async () => {
  await engine.stop();
  await Promise.all([receiver.close(), other.close()]);
  await database.admin('delete from webhook_endpoints');
  await database.admin('delete from webhook_events');
});
afterAll(() => world.close());

/** Puts events on their way as the reader of the outbox does. */
const tell = async (count: number, conversationId: string | null = null, type: WebhookEventType = 'media.updated'): Promise<string[]> => {
  const events = Array.from({ length: count }, () => ({
    workspaceId: world.workspaceId,
    id: newUuid(),
    type,
    data: { media_id: toPublicId('med', newUuid()) },
    contactId: null,
    conversationId,
    messageId: null,
    occurredAt: new Date(),
    filters: filtersOf(type),
  }));
  await withEngine(database.db, 'a test tells of events', async (tx) => {
    const made = await tx.query<{ endpointId: string }>(insertEvents(events, new Date()));
    await tx.query(notifyEndpoints(made.map(({ endpointId }) => endpointId)));
  });
  return events.map(({ id }) => toPublicId('evt', id));
};
const deliveries = async (endpointId?: string) =>
  (
    await listDeliveries(world.ctx, world.workspaceId, {
      limit: 200,
      ...(endpointId === undefined ? {} : { webhook_endpoint_id: endpointId as `wep_${string}` }),
    })
  ).data;
const uuidOf = (prefix: string, id: string): string => fromPublicId(prefix, id) ?? '';
const idsOf = (hooks: readonly Hook[]): string[] => hooks.map((hook) => String(hook.headers['webhook-id']));
/** Lets pauses and breakers end now. */
const hurry = async (): Promise<void> => {
  await database.admin(`update webhook_deliveries set next_attempt_at = now() where status = 'pending'`);
  await database.admin(`update webhook_endpoints set open_until = now() where open_until is not null`);
  await database.admin(`select pg_notify('kabar_webhooks', '')`);
};

describe('what did not arrive', () => {
  it('is sent again with the same id and another timestamp, and its tries are in the log', async () => {
    receiver.answer = () => (receiver.hooks.length === 1 ? { status: 500, body: 'sorry', headers: { server: 'shop' } } : { status: 204 });
    await world.endpoint({ url: receiver.url });
    const [eventId] = await tell(1);
    await expect
      .poll(async () => (await deliveries())[0])
      .toMatchObject({ status: 'pending', attempt_count: 1, http_status: 500, failure: 'status' });
    await hurry();
    await expect
      .poll(async () => (await deliveries())[0], { timeout: 10_000 })
      .toMatchObject({ status: 'succeeded', attempt_count: 2, http_status: 204 });
    expect(idsOf(receiver.hooks)).toEqual([eventId, eventId]);
    const [row] = await deliveries();
    const detail = await getDelivery(world.ctx, world.actor, uuidOf('wdl', row?.id ?? ''));
    expect(detail.attempts).toMatchObject([
      { number: 1, outcome: 'failed', http_status: 500, response: { body: 'sorry', headers: { server: 'shop' } }, hidden: null },
      { number: 2, outcome: 'succeeded', http_status: 204 },
    ]);
    const blind = { ...world.actor, permissions: new Set(['webhooks:read'] as const) };
    expect((await getDelivery(world.ctx, blind, uuidOf('wdl', row?.id ?? ''))).attempts[0]).toMatchObject({
      response: null,
      hidden: 'permission',
    });
  });

  it('follows no redirect', async () => {
    receiver.answer = () => ({ status: 302, headers: { location: other.url } });
    await world.endpoint({ url: receiver.url });
    await tell(1);
    await expect.poll(async () => (await deliveries())[0]).toMatchObject({ status: 'pending', failure: 'redirect', http_status: 302 });
    expect(other.hooks).toEqual([]);
  });

  it('waits as long as the receiver asks, and leaves it alone meanwhile', async () => {
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '1800' } });
    const endpoint = await world.endpoint({ url: receiver.url, max_in_flight: 1 });
    await tell(3);
    await expect.poll(async () => (await deliveries()).find((row) => row.attempt_count === 1)?.failure).toBe('status');
    const tried = (await deliveries()).find((row) => row.attempt_count === 1);
    const pauseMs = Date.parse(tried?.next_attempt_at ?? '') - Date.parse(tried?.created_at ?? '');
    expect(pauseMs).toBeGreaterThanOrEqual(1_800_000);
    expect((await getEndpoint(world.ctx, world.workspaceId, uuidOf('wep', endpoint.id))).circuit.state).toBe('open');
    expect(receiver.hooks).toHaveLength(1);
  });

  it('opens the breaker after five failures in a row, probes once, and closes it', async () => {
    receiver.answer = () => ({ status: 500 });
    const endpoint = await world.endpoint({ url: receiver.url, max_in_flight: 1 });
    const events = await tell(8);
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(5);
    await expect
      .poll(async () => (await getEndpoint(world.ctx, world.workspaceId, uuidOf('wep', endpoint.id))).circuit)
      .toMatchObject({ state: 'open', failure_count: 5 });
    await hurry();
    await expect
      .poll(async () => (await getEndpoint(world.ctx, world.workspaceId, uuidOf('wep', endpoint.id))).circuit, { timeout: 10_000 })
      .toMatchObject({ state: 'open', failure_count: 6 });
    expect(receiver.hooks).toHaveLength(6);
    receiver.answer = () => ({ status: 200 });
    await hurry();
    await expect.poll(async () => (await deliveries()).filter((row) => row.status === 'succeeded').length, { timeout: 10_000 }).toBe(8);
    expect(new Set(idsOf(receiver.hooks))).toEqual(new Set(events));
    const stored = await getEndpoint(world.ctx, world.workspaceId, uuidOf('wep', endpoint.id));
    expect(stored.circuit).toMatchObject({ state: 'closed', failure_count: 0, failing_since: null });
    const statistics = await webhookStatistics(world.ctx, world.workspaceId, uuidOf('wep', endpoint.id), 24);
    expect(statistics.total).toMatchObject({ success_count: 8, failure_count: 6 });
  });

  it('goes to nobody any more after 410, and other endpoints are told', async () => {
    receiver.answer = () => ({ status: 410 });
    const gone = await world.endpoint({ url: receiver.url, event_types: ['media.*'] });
    await world.endpoint({ url: other.url, event_types: ['webhook_endpoint.*'] });
    await tell(3);
    await expect
      .poll(async () => getEndpoint(world.ctx, world.workspaceId, uuidOf('wep', gone.id)), { timeout: 10_000 })
      .toMatchObject({ status: 'disabled', disabled_reason: 'gone' });
    await expect.poll(() => other.hooks.length, { timeout: 10_000 }).toBe(1);
    expect(JSON.parse(other.hooks[0]?.body ?? '')).toMatchObject({
      type: 'webhook_endpoint.disabled',
      data: { webhook_endpoint_id: gone.id },
    });
    await expect.poll(async () => (await deliveries(gone.id)).every((row) => row.status !== 'pending')).toBe(true);
    const before = receiver.hooks.length;
    await tell(2);
    expect(await database.admin(`select 1 from webhook_deliveries where status = 'pending'`)).toEqual([]);
    expect(receiver.hooks).toHaveLength(before);
  });

  it('switches an endpoint off after five days of failures, with a mail to those who may change it', async () => {
    const userId = newUuid();
    await database.admin(
      `insert into users (id, email, name, language, created_at, updated_at) values ($1, 'rani@example.com', 'Rani', 'id', now(), now())`,
      [userId],
    );
    await database.admin(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'admin', now())`, [
      world.workspaceId,
      newUuid(),
      userId,
    ]);
    receiver.answer = () => ({ status: 500 });
    const failing = await world.endpoint({ url: receiver.url });
    await database.admin(`update webhook_endpoints set failing_since = now() - interval '6 days', failure_count = 4`);
    await tell(1);
    await expect
      .poll(async () => getEndpoint(world.ctx, world.workspaceId, uuidOf('wep', failing.id)), { timeout: 10_000 })
      .toMatchObject({ status: 'disabled', disabled_reason: 'failing' });
    expect(world.mails).toMatchObject([{ to: 'rani@example.com', subject: 'Webhook ke 127.0.0.1 dimatikan' }]);
    const enabled = await updateEndpoint(world.ctx, world.actor, uuidOf('wep', failing.id), { status: 'enabled' });
    expect(enabled).toMatchObject({ status: 'enabled', circuit: { state: 'closed', failing_since: null } });
  });
});

describe('one endpoint', () => {
  it('that never answers takes nothing from another', async () => {
    receiver.answer = () => 'never';
    const dead = await world.endpoint({ url: receiver.url });
    const alive = await world.endpoint({ url: other.url });
    await tell(150);
    await expect
      .poll(async () => (await deliveries(alive.id)).filter((row) => row.status === 'succeeded').length, { timeout: 20_000 })
      .toBe(150);
    expect((await deliveries(dead.id)).every((row) => row.status === 'pending' && row.attempt_count === 0)).toBe(true);
    expect(receiver.hooks.length).toBeLessThanOrEqual(10);
  });

  it('gets the events of a conversation in order, and those of others past a failure', async () => {
    const [first, second] = [newUuid(), newUuid()];
    const endpoint = await world.endpoint({ url: receiver.url, ordering: 'conversation' });
    const failing = new Set<string>();
    receiver.answer = (hook) => ({ status: failing.has(String(hook.headers['webhook-id'])) ? 500 : 200 });
    await engine.stop();
    const [a1] = await tell(1, first);
    failing.add(a1 ?? '');
    const [a2, a3] = [...(await tell(1, first)), ...(await tell(1, first))];
    const [b1, b2] = [...(await tell(1, second)), ...(await tell(1, second))];
    engine = world.engine();
    engine.start();
    await expect
      .poll(async () => (await deliveries(endpoint.id)).filter((row) => row.status === 'succeeded').length, { timeout: 10_000 })
      .toBe(2);
    expect(idsOf(receiver.hooks).filter((id) => id !== a1)).toEqual([b1, b2]);
    failing.clear();
    await hurry();
    await expect
      .poll(async () => (await deliveries(endpoint.id)).filter((row) => row.status === 'succeeded').length, { timeout: 10_000 })
      .toBe(5);
    expect(idsOf(receiver.hooks).slice(-3)).toEqual([a1, a2, a3]);
  });

  it('is served by another process when the first one goes in the middle, with the same ids and none lost', async () => {
    receiver.answer = () => 'never';
    const endpoint = await world.endpoint({ url: receiver.url });
    const events = await tell(20);
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(10);
    receiver.answer = () => ({ status: 200 });
    const second = world.engine();
    second.start();
    await engine.stop();
    await expect
      .poll(async () => (await deliveries(endpoint.id)).filter((row) => row.status === 'succeeded').length, { timeout: 20_000 })
      .toBe(20);
    expect(new Set(idsOf(receiver.hooks))).toEqual(new Set(events));
    await second.stop();
  });
});

describe('signatures', () => {
  const proved = (hook: Hook | undefined, keys: string | string[]) =>
    verifyWebhook({ body: hook?.body ?? '', headers: hook?.headers ?? {}, keys });

  it('carry both secrets while a rotation overlaps, and the old one no longer after', async () => {
    const endpoint = await world.endpoint({ url: receiver.url });
    const rotated = await rotateSecret(world.ctx, world.actor, uuidOf('wep', endpoint.id), { overlap_hours: 1 });
    await tell(1);
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(1);
    for (const key of [endpoint.secret, rotated.secret])
      await expect(proved(receiver.hooks[0], key ?? '')).resolves.toMatchObject({ payload: { type: 'media.updated' } });
    await rotateSecret(world.ctx, world.actor, uuidOf('wep', endpoint.id), { overlap_hours: 0 });
    await tell(1);
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(2);
    await expect(proved(receiver.hooks[1], [endpoint.secret ?? '', rotated.secret ?? ''])).rejects.toMatchObject({
      problem: 'signature_wrong',
    });
  });

  it('by Ed25519 are checked with the public key alone', async () => {
    const endpoint = await world.endpoint({ url: receiver.url, signature: 'ed25519' });
    expect(endpoint.secret).toBeNull();
    await tell(1);
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(1);
    await expect(proved(receiver.hooks[0], endpoint.public_key ?? '')).resolves.toMatchObject({ payload: { type: 'media.updated' } });
  });
});

describe('an endpoint in the format of Meta', () => {
  it('proves itself by the challenge first, and is signed as Meta signs', async () => {
    const wish = {
      url: receiver.url,
      format: 'meta',
      event_types: ['media.*', 'account_event.*'],
      verify_token: 'a token of ours',
    } as const;
    await expect(world.endpoint({ ...wish, event_types: [...wish.event_types] })).rejects.toMatchObject({
      code: 'webhook_challenge_failed',
    });
    receiver.answer = ({ path }) => {
      const query = new URL(path, receiver.url).searchParams;
      const isOurs = query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === 'a token of ours';
      return { status: 200, body: isOurs ? (query.get('hub.challenge') ?? '') : '' };
    };
    const endpoint = await world.endpoint({ ...wish, event_types: [...wish.event_types] });
    expect(endpoint.secret).toMatch(/^[0-9a-f]{32}$/);
    receiver.hooks.length = 0;
    await tell(1);
    await testEndpoint(world.ctx, world.actor, uuidOf('wep', endpoint.id));
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(1);
    const [hook] = receiver.hooks;
    const expected = createHmac('sha256', endpoint.secret ?? '')
      .update(hook?.body ?? '')
      .digest('hex');
    expect([hook?.headers['x-hub-signature-256'], hook?.headers['webhook-signature']]).toEqual([`sha256=${expected}`, undefined]);
    expect(await deliveries(endpoint.id)).toHaveLength(1);
  });
});

describe('what is asked for by hand', () => {
  it('is a test event, of whose answer nobody sees more than the status', async () => {
    receiver.answer = () => ({ status: 200, body: 'the secret of an inner server' });
    const endpoint = await world.endpoint({ url: receiver.url, event_types: ['message.*'] });
    const delivery = await testEndpoint(world.ctx, world.actor, uuidOf('wep', endpoint.id));
    await expect.poll(async () => (await deliveries())[0]?.status, { timeout: 10_000 }).toBe('succeeded');
    const detail = await getDelivery(world.ctx, world.actor, uuidOf('wdl', delivery.id));
    expect(detail.attempts).toMatchObject([{ http_status: 200, response: null, hidden: 'test' }]);
    expect(JSON.stringify(detail)).not.toContain('inner server');
  });

  it('is one event again, or a time: what failed, what was never sent, all', async () => {
    const endpoint = await world.endpoint({ url: receiver.url });
    const id = uuidOf('wep', endpoint.id);
    const [first] = await tell(1);
    await expect.poll(async () => (await deliveries())[0]?.status, { timeout: 10_000 }).toBe('succeeded');
    const [row] = await deliveries();
    const again = await replayDelivery(world.ctx, world.actor, uuidOf('wdl', row?.id ?? ''));
    expect(again).toMatchObject({ event_id: first, replay_of: row?.id });
    await expect.poll(() => idsOf(receiver.hooks), { timeout: 10_000 }).toEqual([first, first]);
    await updateEndpoint(world.ctx, world.actor, id, { status: 'disabled' });
    const missed = await tell(3);
    await updateEndpoint(world.ctx, world.actor, id, { status: 'enabled' });
    const since = new Date(Date.now() - 60_000).toISOString();
    const replay = await replayRange(world.ctx, world.actor, id, { from: since, which: 'missing' });
    expect(replay).toMatchObject({ total_count: 3, continue_from: null });
    await expect
      .poll(async () => (await getReplay(world.ctx, world.workspaceId, id, replay.id)).succeeded_count, { timeout: 10_000 })
      .toBe(3);
    expect(new Set(idsOf(receiver.hooks).slice(2))).toEqual(new Set(missed));
    expect(await replayRange(world.ctx, world.actor, id, { from: since, which: 'failed' })).toMatchObject({ total_count: 0 });
    expect(await replayRange(world.ctx, world.actor, id, { from: since, which: 'all' })).toMatchObject({ total_count: 4 });
  });
});

describe('the log', () => {
  it('ends after thirty days', async () => {
    await world.endpoint({ url: receiver.url });
    await tell(2);
    await expect.poll(async () => (await deliveries()).filter((row) => row.status === 'succeeded').length, { timeout: 10_000 }).toBe(2);
    await database.admin(
      `update webhook_events set created_at = now() - interval '31 days' where id = (select min(id::text)::uuid from webhook_events)`,
    );
    await removeOldLog(world.ctx, new AbortController().signal);
    expect(await deliveries()).toHaveLength(1);
    expect(await database.admin('select 1 from webhook_attempts')).toHaveLength(1);
  });
});

describe('a message', () => {
  it('makes one event per state, however often it changes and however late a state comes', async () => {
    await world.endpoint({ url: receiver.url, event_types: ['message.*'] });
    const { contactId, conversationId } = await world.customer('+628120000111');
    const id = newUuid();
    await database.admin(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, occurred_at, created_at, sent_at, read_at)
       values ($1, $2, $3, $4, $5, 'out', 'text', 'read', 'system', '\\x00', now(), now(), now(), now())`,
      [world.workspaceId, id, world.numberId, conversationId, contactId],
    );
    const happen = (type: string): Promise<void> =>
      withTenant(database.db, world.workspaceId, (tx) =>
        appendEvents(tx, [{ workspaceId: world.workspaceId, type, data: { message_id: toPublicId('msg', id) }, occurredAt: new Date() }]),
      );
    await happen('message.created');
    await happen('message.updated');
    await database.admin('update messages set delivered_at = now() where id = $1', [id]);
    await happen('message.updated');
    await happen('message.updated');
    const types = (): string[] => receiver.hooks.map((hook) => (JSON.parse(hook.body) as { type: string }).type).toSorted();
    await expect.poll(types, { timeout: 10_000 }).toEqual(['message.accepted', 'message.delivered', 'message.read', 'message.sent']);
    await happen('message.updated');
    await happen('message.revoked_by_nobody');
    await tell(1, null, 'message.cancelled');
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(5);
  });
});
