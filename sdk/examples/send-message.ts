import { createKabar, KabarError } from '@kabar/sdk';

const kabar = createKabar({ baseUrl: process.env['KABAR_URL'], apiKey: process.env['KABAR_API_KEY'] });

try {
  const { data: numbers } = await kabar.numbers.list();
  const [number] = numbers;
  if (number === undefined) throw new Error('Connect a number first');

  const sent = await kabar.messages.send(
    { number_id: number.id, to: '+1 202-555-0100', type: 'text', text: { body: 'Your table is ready.' } },
    { idempotencyKey: 'table-ready-4711' },
  );
  console.log(`accepted ${sent.id}: ${sent.status}`);

  const story = await kabar.messages.get(sent.id);
  console.log(`now ${story.status}${story.reason === null ? '' : `: ${story.reason.title}. ${story.reason.next_step}`}`);
} catch (error) {
  if (!(error instanceof KabarError)) throw error;
  console.error(`${error.title}: ${error.message} (${error.code}, request ${error.requestId})`);
  process.exitCode = 1;
}
