/**
 * Runs Meta's own SDK as a program of a customer would: configured by the environment alone, nothing of it changed. Its port is fixed to 443, which a test
 * may not open; so the port, and only that, is set on the object. Prints one JSON line per answer, then what its webhook server heard.
 */
import sdk from 'whatsapp';

const port = Number(process.env['TEST_PORT']);
const to = Number(process.env['TEST_TO']);
const mediaId = process.env['TEST_MEDIA_ID'] ?? '';
const inboundId = process.env['TEST_INBOUND_ID'] ?? '';

// What it exports by default is the class itself; its types speak of a module around it.
const WhatsApp = sdk as unknown as typeof sdk.default;
const client = new WhatsApp();
Object.assign(Reflect.get(client, 'requester') as object, { port }); // a field of every instance

const answers = [
  await client.messages.text({ body: 'Halo dari SDK resmi' }, to),
  await client.messages.image({ id: mediaId, caption: 'Bukti' }, to),
  await client.messages.template(
    {
      name: 'sdk_siap',
      language: { policy: 'deterministic', code: 'id' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Rina' }] }],
    } as never, // its type lists the languages of 2022 as an enum
    to,
  ),
  await client.messages.interactive(
    {
      type: 'button',
      body: { text: 'Setuju?' },
      action: { buttons: [{ type: 'reply', reply: { id: 'ya', title: 'Ya' } }] },
    } as never, // its type wants fields of every kind of interactive message at once
    to,
  ),
  await client.messages.location({ latitude: -6.2, longitude: 106.8, name: 'Toko', address: 'Jakarta' }, to),
  await client.messages.status({ status: 'read', message_id: inboundId } as never), // likewise
  await client.messages.text({ body: '' }, to),
];
for (const answer of answers)
  process.stdout.write(`${JSON.stringify({ status: answer.statusCode(), body: await answer.responseBodyToJSON() })}\n`);

client.webhooks.start(() => undefined);
const listener = `http://127.0.0.1:${process.env['LISTENER_PORT']}/${process.env['WEBHOOK_ENDPOINT']}`;
const query = (token: string): string =>
  new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '1158201444' }).toString();
const handshake = await fetch(`${listener}?${query(process.env['WEBHOOK_VERIFICATION_TOKEN'] ?? '')}`);
process.stdout.write(`${JSON.stringify({ status: handshake.status, body: await handshake.text() })}\n`);
client.webhooks.stop(() => process.exit(0));
