import { waitUntil } from '../../stand/wait-until.ts';
import { doubleEntry } from './bulk-work.ts';
import { inbound, phoneOf, type WorkWorld } from './work-world.ts';
import { notOnce, type Work } from './work.ts';

const firstIndex = 2_500;
const patienceMs = 300_000;
const awayText = 'We are closed. Somebody will read this tomorrow.';

/**
 * Customers who write outside the working hours while conversations are given out: each gets one away message on the phone, each
 * conversation one member and one entry that says so.
 */
export function createAwayWork(world: WorkWorld): Work {
  const { stand, size } = world;
  const { client } = stand;
  const phones = Array.from({ length: size.awayCount }, (_, index) => phoneOf(firstIndex + index));
  const firstHalf = phones.slice(0, Math.floor(phones.length / 2));
  const secondHalf = phones.slice(firstHalf.length);
  const unsettled = async (): Promise<number> =>
    (
      await world.rows<{ count: number }>(
        `select count(*)::int as count from messages where automatic_reason = 'away' and status in ('queued', 'sending', 'accepted')`,
      )
    )[0]?.count ?? 0;
  const answered = async (): Promise<string[]> =>
    (await world.arrived()).filter((message) => bodyOf(message.content) === awayText).map((message) => message.customerId);
  const waitingForNobody = async (): Promise<number> =>
    (
      await world.rows<{ count: number }>(
        `select count(*)::int as count from conversations where assignee_id is null and waiting_since is not null and status = 'open' and not bot_active`,
      )
    )[0]?.count ?? 0;
  return {
    name: 'away messages and assignment',
    prepare: async () => undefined,
    phases: [
      {
        begin: async () => {
          await client.workingHours.update({ mode: 'weekly', week: {} });
          await client.automaticReplies.update({ enabled: true, text: awayText, says_automatic: false });
          await client.assignmentRules.update({ mode: 'round_robin', only_online: false, only_within_working_hours: false });
          await stand.emulator.control.writeMany(firstHalf.map((phone) => inbound(stand, phone, 'is anybody there')));
          await waitUntil(
            'the first have their answers',
            async () => (await accounted(world)) >= firstHalf.length && (await unsettled()) === 0,
            patienceMs,
          );
          await waitUntil('every reader has read all that happened', () => isAllRead(world), patienceMs);
        },
        // The reader hangs after it answered them and before it noted that it did.
        catchOn: ['event_consumers'],
        isUnderWay: async () => true,
        beginHeld: async (letPass) => {
          await stand.emulator.control.writeMany(secondHalf.map((phone) => inbound(stand, phone, 'is anybody there')));
          await waitUntil(
            'some of the others have theirs',
            async () => {
              if ((await accounted(world)) > firstHalf.length) return true;
              // It hangs at other news still.
              await letPass();
              return false;
            },
            patienceMs,
          );
        },
        whileDown: async () => {
          // Some write twice, and some only now.
          await stand.emulator.control.writeMany(
            phones.filter((_, index) => index % 3 === 0).map((phone) => inbound(stand, phone, 'hello again')),
          );
        },
        settle: async () => {
          await waitUntil('every reader has read all that happened', () => isAllRead(world), patienceMs);
          await waitUntil('every away message has come to rest', async () => (await unsettled()) === 0, patienceMs);
          await waitUntil('nobody waits without a member', async () => (await waitingForNobody()) === 0, patienceMs);
        },
        findings: async () => {
          const unknown = await phonesOfUnknown(world);
          const expected = phones.map((phone) => `p${phone}`);
          // Who wrote for another test and waits gets one, too; nobody gets two.
          const all = await answered();
          const found = all.filter((id, index) => expected.includes(id) || all.indexOf(id) !== index);
          const reached = new Set(found);
          // Whose outcome nobody knows was perhaps not reached; that is told, and no loss.
          const excused = unknown === 0 ? new Set<string>() : new Set(expected.filter((id) => !reached.has(id)).slice(0, unknown));
          return [
            ...notOnce(
              'an away message',
              expected.filter((id) => !excused.has(id)),
              found,
            ),
            ...(await findingsOfAssignment(world)),
          ];
        },
      },
    ],
    canaries: [
      {
        name: 'an away message that arrived twice',
        spoil: async () => sendPast(world, phones[0] ?? '', { type: 'text', text: { body: awayText } }),
        notices: /an away message: .* 2 times/,
      },
      {
        name: 'a customer who got none',
        spoil: async () => void phones.push(phoneOf(firstIndex + size.awayCount)),
        notices: /an away message: .* 0 times/,
      },
      {
        name: 'an assignment told twice',
        spoil: async () => void (await world.rows(doubleEntry('assigned'))),
        notices: /assigned .* 2 times/,
      },
      {
        name: 'a member whom no entry tells of',
        spoil: async () =>
          void (await world.rows(
            `delete from conversation_entries where id = (select e.id from conversation_entries e where kind = 'assigned'
              and (select count(*) from conversation_entries o where o.conversation_id = e.conversation_id and o.kind = 'assigned') = 1 limit 1)`,
          )),
        notices: /assigned .* 0 times/,
      },
    ],
  };
}

async function accounted(world: WorkWorld): Promise<number> {
  const [row] = await world.rows<{ count: number }>(`select count(*)::int as count from messages where automatic_reason = 'away'`);
  return row?.count ?? 0;
}

async function phonesOfUnknown(world: WorkWorld): Promise<number> {
  const [row] = await world.rows<{ count: number }>(
    `select count(*)::int as count from messages where automatic_reason = 'away' and status = 'unknown'`,
  );
  return row?.count ?? 0;
}

/** True when no reader of events has anything before it. */
export async function isAllRead(world: WorkWorld): Promise<boolean> {
  const behind = await world.rows(
    `select 1 from event_consumers c where exists (select from events e where (e.xid, e.seq) > (c.cursor_xid, c.cursor_seq)) limit 1`,
  );
  const open = await world.rows('select 1 from intake_deliveries where processed_at is null limit 1');
  return behind.length + open.length === 0;
}

/** Nobody but the rule gives conversations out here, so each has had one member since then. */
async function findingsOfAssignment(world: WorkWorld): Promise<string[]> {
  // A merged conversation holds the entries of two.
  const rows = await world.rows<{ id: string; told: number; notified: number }>(
    `select c.id, (select count(*)::int from conversation_entries e where e.conversation_id = c.id and e.kind = 'assigned') as told,
            (select count(*)::int from notifications n where n.conversation_id = c.id and n.kind = 'assigned' and n.member_id = c.assignee_id) as notified
       from conversations c where c.assignee_id is not null and not exists (select from contact_merges g where g.contact_id = c.contact_id)`,
  );
  const turns = await world.rows<{ count: number }>(
    `select count(*)::int as count from conversation_entries where kind = 'assigned' group by data ->> 'assignee_id'`,
  );
  const counts = turns.map((row) => row.count);
  return [
    ...rows.flatMap((row) => (row.told === 1 ? [] : [`assigned ${row.id} ${row.told} times instead of 1`])),
    ...rows.flatMap((row) => (row.notified === 1 ? [] : [`a member was told ${row.notified} times of ${row.id}`])),
    ...(Math.max(...counts) - Math.min(...counts) <= 1 ? [] : [`turns are uneven: ${counts.join(' and ')}`]),
  ];
}

/** The text of a message as it was handed to the emulator. */
export function bodyOf(content: Record<string, unknown>): string {
  const text = content['text'];
  return typeof text === 'object' && text !== null && 'body' in text ? String(text.body) : '';
}

/** Sends something to a customer past the product, as a defect of it could. */
export async function sendPast(world: WorkWorld, phone: string, content: Record<string, unknown>): Promise<void> {
  const info = await world.stand.emulator.control.info();
  const answer = await fetch(`${info.graphUrl}/${info.graphVersion}/${world.stand.number.phoneNumberId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${info.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: phone, ...content }),
  });
  if (!answer.ok) throw new Error(`the emulator refused: ${await answer.text()}`);
}
