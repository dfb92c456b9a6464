import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
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
    expect(await page.getByLabel('Signing secret').inputValue()).toMatch(/^whsec_/);
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
    await page.getByLabel('To').fill('Sari');
    await page.getByRole('option', { name: /Sari Wulandari/ }).click();
    await page.getByRole('radio', { name: /^Template/ }).click();
    await page.getByLabel('Template', { exact: true }).fill('hello');
    await page.getByRole('option', { name: /hello_world/ }).click();
    await page.getByRole('tab', { name: 'TypeScript' }).click();
    await page.getByText("name: 'hello_world'").waitFor();
    await page.getByRole('button', { name: 'Send for real' }).click();
    await page.getByText('Delivered to the phone').waitFor();
    await page.getByRole('link', { name: /message\.delivered/ }).waitFor();
    await visitor.inspect('playground-sent');
    await page.getByRole('link', { name: /message\.delivered/ }).click();
    await page.getByRole('dialog').getByText('Arrived').first().waitFor();
  });
  const told = await waitUntil('the server of the shop was told', async () =>
    shop.requests.find(({ body }) => body.includes('"message.delivered"')),
  );
  expect(told.headers).toMatchObject({ 'webhook-id': expect.stringMatching(/^evt_/), 'webhook-signature': expect.stringMatching(/^v1,/) });
});
