import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { newUuid, toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createWebhookWorld, startReceiver, type Receiver, type WebhookWorld } from '../../../../test/webhook-world.ts';
import { getDelivery } from '../deliveries/get-delivery.ts';
import { listDeliveries } from '../deliveries/list-deliveries.ts';

const database = useTestDatabase();
let world: WebhookWorld;
let receiver: Receiver;
let engine: ReturnType<WebhookWorld['engine']>;

beforeAll(async () => {
  world = await createWebhookWorld(database);
});
beforeEach(async () => {
  receiver = await startReceiver();
  engine = world.engine();
  engine.start();
});
afterEach(async () => {
  await engine.stop();
  await receiver.close();
  await database.admin('delete from webhook_endpoints');
});
afterAll(() => world.close());

const happen = async (type = 'template.updated', count = 1): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => toPublicId('tpl', newUuid()));
  await withTenant(database.db, world.workspaceId, (tx) =>
    appendEvents(
      tx,
      ids.map((id) => ({ workspaceId: world.workspaceId, type, data: { template_id: id }, occurredAt: new Date() })),
    ),
  );
  return ids;
};
const deliveries = async () => (await listDeliveries(world.ctx, world.workspaceId, { limit: 100 })).data;

describe('an endpoint', () => {
  it('is told what happens, signed, once, and the log says so', async () => {
    const endpoint = await world.endpoint({ url: receiver.url, headers: { Authorization: 'Bearer own' } });
    const [templateId] = await happen();
    await expect.poll(() => receiver.hooks.length, { timeout: 10_000 }).toBe(1);
    const [hook] = receiver.hooks;
    const body = JSON.parse(hook?.body ?? '') as Record<string, unknown>;
    expect(body).toMatchObject({ type: 'template.updated', version: '1', data: { template_id: templateId } });
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = hook?.headers ?? {};
    expect(id).toBe(body['id']);
    const key = Buffer.from((endpoint.secret ?? '').replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', key)
      .update(`${String(id)}.${String(at)}.${hook?.body ?? ''}`)
      .digest('base64');
    expect(signature).toBe(`v1,${expected}`);
    expect(hook?.headers['authorization']).toBe('Bearer own');
    await expect.poll(async () => (await deliveries())[0]?.status).toBe('succeeded');
    const [delivery] = await database.admin<{ id: string }>('select id from webhook_deliveries');
    const detail = await getDelivery(world.ctx, world.actor, delivery?.id ?? '');
    expect(detail.attempts).toMatchObject([
      {
        number: 1,
        outcome: 'succeeded',
        http_status: 200,
        request: { body: hook?.body, headers: { authorization: '•••', 'webhook-signature': '•••' } },
      },
    ]);
    expect(receiver.hooks).toHaveLength(1);
  });
});
