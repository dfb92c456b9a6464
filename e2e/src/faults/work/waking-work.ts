import { waitUntil } from '../../stand/wait-until.ts';
import { sendPast } from './away-work.ts';
import { doubleEntry } from './bulk-work.ts';
import { phoneOf, type WorkWorld } from './work-world.ts';
import { notOnce, type Work } from './work.ts';

const firstIndex = 4_000;
const patienceMs = 300_000;
const question = 'How did we do today?';
/** Long enough to be ordered, short enough to come due while the worker is dead. */
const snoozeMs = 4_000;

/** Snoozed conversations come back once; after a resolved one the customer is asked once. */
export function createWakingWork(world: WorkWorld): Work {
  const { stand, size } = world;
  const { client } = stand;
  const phones = Array.from({ length: size.snoozedCount + size.resolvedCount }, (_, index) => phoneOf(firstIndex + index));
  const toSnooze = phones.slice(0, size.snoozedCount);
  const toResolve = phones.slice(size.snoozedCount);
  const snoozed: string[] = [];
  const asked = async (): Promise<string[]> =>
    (await world.arrived()).filter((message) => JSON.stringify(message.content).includes(question)).map((message) => message.customerId);
  const expected = toResolve.map((phone) => `p${phone}`);
  return {
    name: 'waking and asking',
    prepare: async () => {
      await world.write(phones.map((phone) => ({ phone, text: 'thank you' })));
      await client.satisfaction.update({ enabled: true, delay_minutes: 0, question });
    },
    phases: [
      {
        begin: async () => {
          const until = new Date(Date.now() + snoozeMs).toISOString();
          for (const phone of toSnooze) {
            const id = await conversationOf(world, phone);
            await client.conversations.update(id, { status: 'snoozed', snoozed_until: until });
            snoozed.push(id);
          }
          for (const phone of toResolve) await client.conversations.update(await conversationOf(world, phone), { status: 'resolved' });
        },
        settle: async () => {
          await waitUntil(
            'nothing is snoozed',
            async () => (await world.rows(`select 1 from conversations where status = 'snoozed' limit 1`)).length === 0,
            patienceMs,
          );
          await waitUntil('every question has come to rest', () => isEveryQuestionSettled(world, toResolve.length), patienceMs);
        },
        findings: async () => {
          const woken = await world.rows<{ id: string }>(`select conversation_id as id from conversation_entries where kind = 'woken'`);
          const [unknown] = await world.rows<{ count: number }>(
            `select count(*)::int as count from messages where automatic_reason = 'satisfaction' and status = 'unknown'`,
          );
          const found = await asked();
          const missing = expected.filter((id) => !found.includes(id));
          const excused = new Set(missing.slice(0, unknown?.count ?? 0));
          const turns = await world.rows<{ count: number }>(
            `select count(*)::int as count from episodes where resolved_at is not null and asked_at is null`,
          );
          return [
            ...notOnce(
              'woken',
              snoozed.map((id) => uuidOf(id)),
              woken.map((row) => row.id),
            ),
            ...notOnce(
              'a question',
              expected.filter((id) => !excused.has(id)),
              found,
            ),
            ...(turns[0]?.count === 0 ? [] : [`${turns[0]?.count} turns do not know that they were asked about`]),
          ];
        },
      },
    ],
    canaries: [
      {
        name: 'a conversation that woke twice',
        spoil: async () => void (await world.rows(doubleEntry('woken'))),
        notices: /woken: .* 2 times/,
      },
      {
        name: 'a question that came twice',
        spoil: async () => sendPast(world, toResolve[0] ?? '', { type: 'text', text: { body: question } }),
        notices: /a question: .* 2 times/,
      },
      { name: 'a question that never came', spoil: async () => void expected.push('p62'), notices: /a question: p62 0 times/ },
    ],
  };
}

async function isEveryQuestionSettled(world: WorkWorld, count: number): Promise<boolean> {
  const [row] = await world.rows<{ all: number; open: number }>(
    `select count(*)::int as "all", (count(*) filter (where status in ('queued', 'sending', 'accepted')))::int as open
       from messages where automatic_reason = 'satisfaction'`,
  );
  return (row?.all ?? 0) >= count && row?.open === 0;
}

/** The conversation of a customer, asked by phone number as a program would. */
export async function conversationOf(world: WorkWorld, phone: string): Promise<string> {
  const { data } = await world.stand.client.contacts.list({ phone: `+${phone}` });
  const contactId = data[0]?.id;
  if (contactId === undefined) throw new Error(`nobody has ${phone}`);
  const conversations = await world.stand.client.conversations.list({ contact_id: contactId });
  const id = conversations.data[0]?.id;
  if (id === undefined) throw new Error(`${phone} has no conversation`);
  return id;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** The database id in a public id, written anew here so that a mistake of the server's cannot hide. */
export function uuidOf(publicId: string): string {
  let value = 0n;
  for (const letter of publicId.slice(publicId.indexOf('_') + 1)) value = value * 32n + BigInt(alphabet.indexOf(letter));
  const hex = value.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
