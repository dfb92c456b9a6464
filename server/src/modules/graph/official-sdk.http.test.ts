import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createPlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Message } from '@kabar/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGraphWorld, type GraphWorld } from '../../../test/graph-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { goodSecret } from '../../../test/meta-world.ts';
import { createSelfSigned } from '../../../test/self-signed.ts';
import { newUuid } from '../../platform/ids.ts';

const database = useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'kabar-sdk-'));
const customer = '6281200000041';
let world: GraphWorld;
let https: Server;

beforeAll(async () => {
  world = await createGraphWorld(database);
  const { key, cert } = createSelfSigned();
  writeFileSync(join(folder, 'ca.pem'), cert);
  // The SDK speaks https only, as an installation behind its proxy does.
  https = createServer({ key, cert }, (request, response) => world.app.routing(request, response));
  await new Promise<void>((resolve) => https.listen(0, 'localhost', resolve));
  await world.startEngine('intake');
});
afterAll(async () => {
  if (world.faults.length > 0) throw new Error('requests ran into faults of ours', { cause: world.faults });
  await new Promise((resolve) => https.close(resolve));
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port; // a TCP server has no other kind of address

/** A port for the SDK's own webhook server, which takes no zero. */
async function freePort(): Promise<number> {
  const server = createPlainServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function hearCustomer(): Promise<string> {
  const wamid = 'wamid.HBgNNjI4MTIwMDAwMDA0MRUCABIYFDNBMDAwMDAwMDAwMDAwMDAwMDQxAA==';
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100', phone_number_id: world.mine.phoneNumberId },
    contacts: [{ wa_id: customer, profile: { name: 'Rina' } }],
    messages: [{ from: customer, id: wamid, timestamp: '1795000100', type: 'text', text: { body: 'Halo' } }],
  };
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: world.mine.wabaId, changes: [{ field: 'messages', value }] }],
  });
  const signature = `sha256=${createHmac('sha256', goodSecret).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  expect((await world.app.inject({ method: 'POST', url: world.mine.webhookPath, headers, payload: body })).statusCode).toBe(200);
  await expect.poll(() => database.admin('select 1 from messages')).toHaveLength(1);
  return wamid;
}

async function uploadPicture(): Promise<string> {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const form = new FormData();
  form.append('messaging_product', 'whatsapp');
  form.append('file', new Blob([Buffer.from(png, 'base64')], { type: 'image/png' }), 'bukti.png');
  const response = await fetch(`${world.url}/graph/v26.0/${world.mine.phoneNumberId}/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.mine.key}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id; // the answer to an upload
}

it('Meta’s official SDK sends, answers and shakes hands with another address and token in its environment', async () => {
  const inboundId = await hearCustomer();
  await database.admin(
    `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
     values ($1, $2, (select id from waba_accounts where waba_id = $3), '594425479261777', 'sdk_siap', 'id', 'utility', 'approved',
             '[{"type":"BODY","text":"Halo {{1}}, pesanan Anda siap."}]', now(), now(), now())`,
    [world.mine.workspaceId, newUuid(), world.mine.wabaId],
  );
  const env = {
    PATH: process.env['PATH'],
    // Its development mode loads a package that it does not bring along.
    NODE_ENV: 'production',
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    WA_BASE_URL: 'localhost',
    CLOUD_API_VERSION: 'graph/v26.0',
    CLOUD_API_ACCESS_TOKEN: world.mine.key,
    WA_PHONE_NUMBER_ID: world.mine.phoneNumberId,
    WA_BUSINESS_ACCOUNT_ID: world.mine.wabaId,
    M4D_APP_ID: '7',
    M4D_APP_SECRET: goodSecret,
    WEBHOOK_ENDPOINT: 'webhook',
    WEBHOOK_VERIFICATION_TOKEN: 'lanterns',
    LISTENER_PORT: String(await freePort()),
    TEST_PORT: String(portOf(https)),
    TEST_TO: customer,
    TEST_MEDIA_ID: await uploadPicture(),
    TEST_INBOUND_ID: inboundId,
  };
  const child = fileURLToPath(new URL('../../../test/official-sdk-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child], { env });
  const answers = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"status"'))
    .map((line) => JSON.parse(line) as { status: number; body: unknown });
  const sent = { status: 200, body: { messaging_product: 'whatsapp', messages: [{ id: expect.stringMatching(/^wamid\./) }] } };
  expect(answers).toMatchObject([
    sent,
    sent,
    { ...sent, body: { messages: [{ message_status: 'accepted' }] } },
    sent,
    sent,
    { status: 200, body: { success: true } },
    { status: 400, body: { error: { code: 131_009 } } },
    { status: 200, body: '1158201444' },
  ]);
  const headers = { authorization: `Bearer ${world.mine.key}` };
  const list = await world.app.inject({ url: '/v1/conversations', headers });
  const thread = await world.app.inject({ url: `/v1/conversations/${list.json().data[0].id}/messages`, headers });
  expect((thread.json().data as Message[]).map(({ direction, type }) => `${direction} ${type}`).toReversed()).toEqual([
    'in text',
    'out text',
    'out image',
    'out template',
    'out interactive',
    'out location',
  ]);
});
