import { openAsBlob } from 'node:fs';
import { createKabar } from '@kabar/sdk';

const kabar = createKabar({ baseUrl: process.env['KABAR_URL'], apiKey: process.env['KABAR_API_KEY'] });
const [numberId = '', to = '', path = ''] = process.argv.slice(2);

// The file is read while it is sent: its size does not matter to this program's memory.
const media = await kabar.media.upload(await openAsBlob(path), { filename: 'menu.pdf', numberId });
const sent = await kabar.messages.send({ number_id: numberId, to, type: 'document', document: { id: media.id, caption: 'Our menu' } });
console.log(`${media.id} goes out as ${sent.id}`);
