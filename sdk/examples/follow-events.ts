import { createKabar } from '@kabar/sdk';

const kabar = createKabar({ baseUrl: process.env['KABAR_URL'], apiKey: process.env['KABAR_API_KEY'] });

for await (const item of kabar.events.stream()) {
  if (item.kind === 'reset') console.log('missed something: load everything again');
  if (item.kind !== 'event' || item.type !== 'message.created') continue;

  const message = await kabar.messages.get(item.event.data['message_id'] ?? '');
  if (message.direction === 'in') {
    console.log(`${message.contact_id} sent: ${message.type}`);
    break;
  }
}
