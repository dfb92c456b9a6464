import { inflateRawSync } from 'node:zlib';
import { waitUntil } from '../../stand/wait-until.ts';
import { conversationOf, uuidOf } from './waking-work.ts';
import { phoneOf, type WorkWorld } from './work-world.ts';
import { notOnce, type Work } from './work.ts';

const phone = phoneOf(4_700);
const perWrite = 250;
const patienceMs = 300_000;

/** The export of everything about one person: nothing is offered before it is whole, and then it holds each message once. */
export function createExportWork(world: WorkWorld): Work {
  const { stand, size } = world;
  const { client } = stand;
  let exportId: `exp_${string}` | '' = '';
  let offeredTooEarly: string[] = [];
  let cutAt = Number.POSITIVE_INFINITY;
  const status = async (): Promise<string> => (await world.rows<{ status: string }>('select status from exports'))[0]?.status ?? '';
  const messages: string[] = [];
  return {
    name: 'an export',
    prepare: async () => {
      for (let from = 0; from < size.exportedMessages; from += perWrite) {
        const length = Math.min(perWrite, size.exportedMessages - from);
        await world.write(Array.from({ length }, (_, index) => ({ phone, text: `parcel ${from + index}` })));
      }
      const conversation = uuidOf(await conversationOf(world, phone));
      messages.push(
        ...(await world.rows<{ id: string }>('select id from messages where conversation_id = $1', [conversation])).map((row) => row.id),
      );
    },
    phases: [
      {
        begin: async () => {
          const { data } = await client.contacts.list({ phone: `+${phone}` });
          exportId = (await client.exports.person(data[0]?.id ?? '')).id;
        },
        catchOn: ['contact_events'],
        whileDown: async () => {
          const now = await client.exports.get(exportId);
          const file = await client.exports.download(exportId).then(
            () => true,
            () => false,
          );
          if (now.status === 'ready' || file) offeredTooEarly.push(`an export was offered that was ${now.status}`);
        },
        settle: async () => void (await waitUntil('the export is ready', async () => (await status()) === 'ready', patienceMs)),
        findings: async () => {
          const bytes = Buffer.from(await (await client.exports.download(exportId)).arrayBuffer());
          const told = await world.rows<{ id: string }>(`select contact_id as id from contact_events where kind = 'exported'`);
          const [contact] = await world.rows<{ id: string }>(`select contact_id as id from exports`);
          return [
            ...offeredTooEarly,
            ...readExport(bytes.subarray(0, Math.min(bytes.length, cutAt)), messages),
            ...notOnce(
              'the story of the contact says exported',
              [contact?.id ?? ''],
              told.map((row) => row.id),
            ),
          ];
        },
      },
    ],
    canaries: [
      {
        name: 'a message that is missing in the file',
        spoil: async () => void messages.push('00000000-0000-0000-0000-000000000000'),
        notices: /0 times/,
      },
      { name: 'half a file', spoil: async () => void (cutAt = 2_000), notices: /not whole/ },
    ],
  };
}

/** What is wrong with an export file: each message must be in it once. */
function readExport(bytes: Buffer, messages: readonly string[]): string[] {
  const text = readEntry(bytes, 'messages.json');
  if (text === null || readEntry(bytes, 'person.html') === null || readEntry(bytes, 'person.json') === null)
    return ['the file is not whole'];
  const listed = JSON.parse(text) as { id: string }[]; // the form of the file, which its own test proves
  const ids = listed.map((message) => uuidOf(message.id));
  // What Kabar itself wrote meanwhile may be in it; nothing may be in it twice.
  return notOnce(
    'a message in the file',
    messages,
    ids.filter((id, index) => messages.includes(id) || ids.indexOf(id) !== index),
  );
}

/** One entry of a ZIP, by its central directory; null when it is not there or its bytes are cut off. */
function readEntry(bytes: Buffer, wanted: string): string | null {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1) return null;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    if (name === wanted) {
      const local = bytes.readUInt32LE(at + 42);
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
      return (bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    }
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return null;
}
