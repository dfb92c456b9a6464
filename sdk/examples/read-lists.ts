import { createKabar } from '@kabar/sdk';

const kabar = createKabar({ baseUrl: process.env['KABAR_URL'], apiKey: process.env['KABAR_API_KEY'] });

// One page at a time, as an inbox needs it …
const page = await kabar.conversations.list({ unread: 'true', limit: 2 });
console.log(`${page.data.length} unread conversations, ${page.next_cursor === null ? 'no' : 'and'} more`);

// … or every row, fetched as the loop goes.
for await (const contact of kabar.contacts.each()) {
  console.log(contact.name ?? contact.phone ?? contact.id);
}
