import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKabar } from '@kabar/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();

/** A developer's own server: keeps what it is told, and answers with `status`. */
const shop = { status: 200, requests: [] as { headers: IncomingMessage['headers']; body: string }[] };
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    shop.requests.push({ headers: request.headers, body });
    response.writeHead(shop.status, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const area = '/w/kopi-merdeka/developers';
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

it('a developer has a server told what happens, and sees a message from the playground arrive there', async () => {
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a path
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    await page.goto(area);
    await page.getByText('Nothing. Keys are in use and endpoints answer.').waitFor();
    await visitor.inspect('developers-overview');

    await page.goto(`${area}/webhooks`);
    await visitor.inspect('webhooks-empty');
    await page.getByRole('button', { name: 'Add an endpoint' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Address').fill(`http://127.0.0.1:${port}/kabar`);
    await form.getByLabel('Description').fill('Web shop');
    await form.getByRole('checkbox', { name: 'message.received' }).uncheck();
    await visitor.inspect('webhook-form');
    await form.getByRole('button', { name: 'Add the endpoint' }).click();
    expect(await page.getByRole('textbox', { name: 'Signing secret' }).inputValue()).toMatch(/^whsec_/);
    await visitor.inspect('webhook-secret');
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('heading', { name: 'Web shop', level: 1 }).waitFor();

    await page.getByRole('button', { name: 'Send a test event' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Arrived').first().waitFor();
    await visitor.inspect('webhook-delivery');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(JSON.parse(shop.requests[0]?.body ?? '{}')).toMatchObject({ type: 'webhook.test' });

    await page.goto(`${area}/playground`);
    await page.getByRole('combobox', { name: 'To', exact: true }).fill('Sari');
    await page.getByRole('option', { name: /Sari Wulandari/ }).click();
    await page.getByRole('combobox', { name: 'Kind of message' }).click();
    await page.getByRole('option', { name: /^Place/ }).click();
    await page.getByRole('textbox', { name: 'Content' }).fill('{ "latitude": ');
    await page.getByText('This is not JSON of the right form.').waitFor();
    await page.getByRole('textbox', { name: 'Content' }).fill('{ "latitude": -6.2, "longitude": 106.8, "name": "Kopi Merdeka" }');
    await visitor.inspect('playground-place');
    await page.getByRole('button', { name: 'Send for real' }).click();
    await page.getByText('Delivered to the phone').waitFor();
    await page.getByRole('combobox', { name: 'Kind of message' }).click();
    await page.getByRole('option', { name: /^Picture/ }).click();
    await page.locator('input[type=file]').setInputFiles({ name: 'menu.png', mimeType: 'image/png', buffer: picture });
    await page.getByText('menu.png').waitFor();
    await page
      .getByText(/"id": "med_/)
      .first()
      .waitFor();
    await visitor.inspect('playground-picture');
    await page.getByRole('combobox', { name: 'Kind of message' }).click();
    await page.getByRole('option', { name: /^Template/ }).click();
    await page.getByRole('combobox', { name: 'Template', exact: true }).fill('hello');
    await page.getByRole('option', { name: /hello_world/ }).click();
    await page.getByRole('tab', { name: 'TypeScript' }).click();
    await page.getByText("name: 'hello_world'").waitFor();
    await page.getByRole('button', { name: 'Send for real' }).click();
    await page.getByText('Delivered to the phone').waitFor();
    await page.getByRole('link', { name: /message\.delivered/ }).waitFor();
    await visitor.inspect('playground-sent');
    await page.getByRole('link', { name: /message\.delivered/ }).click();
    await page.getByRole('dialog').getByText('Arrived').first().waitFor();

    // The playground sends as the person who uses it.
    await page.goto(`${area}/log`);
    await page.getByRole('tab', { name: 'Dashboard' }).click();
    await page.getByRole('row', { name: 'POST /v1/messages: 202' }).first().click();
    await page.getByRole('dialog').getByText('Delivered', { exact: true }).waitFor();
    await visitor.inspect('request-log-call');
    await page.getByRole('dialog').getByRole('button', { name: 'every call about it' }).click();
    await page
      .getByRole('row', { name: /GET \/v1\/messages\/:id/ })
      .first()
      .waitFor();
    await visitor.inspect('request-log');
  });
  const told = await waitUntil(
    'the server of the shop was told',
    async () => shop.requests.find(({ body }) => body.includes('"message.delivered"')) ?? null,
  );
  expect(told.headers).toMatchObject({ 'webhook-id': expect.stringMatching(/^evt_/), 'webhook-signature': expect.stringMatching(/^v1,/) });
});

it('a developer gives a key less, and replaces it while the old one still works', async () => {
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    await page.goto(`${area}/api-keys?create=true`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Till');
    await dialog.getByRole('button', { name: 'Create the key' }).click();
    const first = await page.getByRole('textbox', { name: 'API key' }).inputValue();
    await page.getByRole('button', { name: 'I have copied it' }).click();

    const act = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Actions for Till' }).first().click();
      await page.getByRole('menuitem', { name }).click();
    };
    await act('Change');
    await dialog.getByLabel('Requests a second').fill('5');
    await visitor.inspect('change-a-key');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });

    await act('Replace');
    await visitor.inspect('replace-a-key');
    await dialog.getByRole('button', { name: 'Replace the key' }).click();
    const second = await page.getByRole('textbox', { name: 'API key' }).inputValue();
    await page.getByText(/^The old key works until/).waitFor();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText('Replaced', { exact: true }).waitFor();
    await visitor.inspect('keys-replaced');

    for (const apiKey of [first, second]) {
      const client = createKabar({ baseUrl: stage.home.quickstart.apiUrl, apiKey });
      expect((await client.numbers.list()).data.length, apiKey.slice(-4)).toBeGreaterThan(0);
    }
    await waitUntil('the calls are counted', async () => {
      const { series } = await stage.home.client.usage.get({ step: 'hour', caller: 'api_key' });
      return series[0] ?? null;
    });
    await page.goto(area);
    await page.getByText(/^[1-9]\d* calls/).waitFor();
    await visitor.inspect('developers-usage');
    await page.goto(`${area}/log`);
    await page.getByRole('row', { name: 'GET /v1/numbers: 200' }).first().waitFor();
    expect(await page.getByRole('row', { name: /presence/ }).count(), 'what the dashboard asked itself').toBe(0);
  });
});

it.each([
  ['phone-dark', { screen: 'phone', colorScheme: 'dark' }],
  ['phone-light', { screen: 'phone', colorScheme: 'light' }],
  ['desk-dark', { screen: 'desk', colorScheme: 'dark' }],
] as const)('every page for developers can be used by everybody: %s', async (way, options) => {
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    for (const name of ['overview', 'api-keys', 'webhooks', 'log', 'playground']) {
      await page.goto(`${area}/${name}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.appear-late').first().waitFor({ state: 'detached' });
      await visitor.inspect(`developers-${name}-${way}`);
    }
    await page.goto(`${area}/webhooks`);
    await page.getByRole('row', { name: /127\.0\.0\.1/ }).click();
    await page.getByRole('table', { name: 'Deliveries' }).waitFor();
    await visitor.inspect(`developers-endpoint-${way}`);
  }, options);
});
