import type { LedgerMessage } from '@kabar/emulator/control';
import { waitUntil } from '../../stand/wait-until.ts';
import { bodyOf, sendPast } from './away-work.ts';
import { uuidOf } from './waking-work.ts';
import { inbound, phoneOf, type WorkWorld } from './work-world.ts';
import { notOnce, type Work } from './work.ts';

const firstIndex = 3_500;
const patienceMs = 300_000;
const confirmation = 'You will not get promotions from us any more.';
const template = {
  name: 'weekend_promo',
  language: { code: 'en_US' },
  components: [
    { type: 'header', parameters: [{ type: 'text', text: 'Sari' }] },
    { type: 'body', parameters: [{ type: 'text', text: 'Sari' }] },
  ],
};

/**
 * Customers who write STOP while marketing for them is queued and the worker is dead: once the delivery of the STOP was acknowledged,
 * nothing of it leaves any more, whoever starts again first; and each is told once.
 */
export function createStopWork(world: WorkWorld): Work {
  const { stand, size } = world;
  const phones = Array.from({ length: size.stopCount }, (_, index) => phoneOf(firstIndex + index));
  const ids = phones.map((phone) => `p${phone}`);
  const left = async (): Promise<number> =>
    (
      await world.rows<{ count: number }>(
        `select count(*)::int as count from messages where template_name = 'weekend_promo' and status in ('queued', 'sending', 'accepted', 'held')`,
      )
    )[0]?.count ?? 0;
  const confirmed = async (): Promise<string[]> =>
    (await world.arrived()).filter((message) => bodyOf(message.content) === confirmation).map((message) => message.customerId);
  return {
    name: 'STOP while marketing is queued',
    prepare: async () => {
      await stand.client.consents.settings.update({ stop_confirmations: { en: confirmation, id: confirmation } });
      await world.write(phones.map((phone) => ({ phone, text: 'hello' })));
      await waitUntil(
        'the templates are known',
        async () => (await world.rows(`select 1 from templates where name = 'weekend_promo'`)).length > 0,
      );
    },
    phases: [
      {
        begin: async () => {
          // The queue is still long when the kill comes.
          await stand.emulator.control.setBehaviours({ upstream: { slow: { probability: 1, minMs: 400, maxMs: 600 } } });
          await Promise.all(
            phones.map(async (phone) => {
              for (let index = 0; index < size.marketingEach; index += 1) {
                await stand.client.messages.send({ number_id: stand.number.id, to: phone, type: 'template', template });
              }
            }),
          );
        },
        isUnderWay: async () =>
          (await left()) > 0 &&
          (await world.rows(`select 1 from messages where template_name = 'weekend_promo' and sent_at is not null limit 1`)).length > 0,
        whileDown: async () => {
          const written = await stand.emulator.control.writeMany(phones.map((phone) => inbound(stand, phone, 'STOP')));
          await stand.emulator.control.setBehaviours({ upstream: { slow: { probability: 0 } } });
          await waitUntil(
            'every STOP was acknowledged',
            async () => {
              const last = await Promise.all(written.map(({ wamid }) => stand.emulator.control.ledgerMessage(wamid)));
              return last.every((message) => message.deliveredAtMs !== null);
            },
            patienceMs,
          );
        },
        settle: async () => {
          await waitUntil('no marketing is queued', async () => (await left()) === 0, patienceMs);
          await waitUntil('every stop was confirmed', async () => new Set(await confirmed()).size >= phones.length, patienceMs).catch(
            () => undefined,
          );
        },
        findings: async () => {
          const records = await world.rows<{ contact_id: string }>(
            `select contact_id from consent_records where source = 'whatsapp_keyword' and state in ('withdrawn', 'objected')`,
          );
          return [
            ...(await findingsOfMarketing(world, ids)),
            ...notOnce('a confirmation', ids, await confirmed()),
            ...(records.length === phones.length ? [] : [`${records.length} records of a stop instead of ${phones.length}`]),
          ];
        },
      },
    ],
    canaries: [
      {
        name: 'marketing that left after the STOP',
        spoil: async () => sendPast(world, phones[0] ?? '', { type: 'template', template }),
        notices: /marketing reached .* after/,
      },
      {
        name: 'a second confirmation',
        spoil: async () => sendPast(world, phones[1] ?? '', { type: 'text', text: { body: confirmation } }),
        notices: /a confirmation: .* 2 times/,
      },
      { name: 'a stop that nobody confirmed', spoil: async () => void ids.push('p62'), notices: /a confirmation: p62 0 times/ },
    ],
  };
}

async function findingsOfMarketing(world: WorkWorld, ids: readonly string[]): Promise<string[]> {
  const written = await world.stand.emulator.control.allLedgerMessages('in');
  const stops = written.filter((message) => bodyOf(message.content) === 'STOP' && message.deliveredAtMs !== null);
  const acknowledged = new Map(stops.map((message) => [message.customerId, message.deliveredAtMs ?? 0]));
  const claims = await world.rows<{ id: string; at: Date | null }>(`select id, sending_at as at from messages where direction = 'out'`);
  const claimedAt = new Map(claims.map((row) => [row.id, row.at?.getTime() ?? 0]));
  const late = (message: LedgerMessage): boolean => {
    const at = acknowledged.get(message.customerId);
    if (message.type !== 'template' || at === undefined || message.atMs <= at) return false;
    const tag = message.bizOpaqueCallbackData;
    // What a killed worker had handed over before the STOP may still be on the wire.
    return tag === null || (claimedAt.get(uuidOf(tag)) ?? 0) > at;
  };
  const arrived = await world.arrived();
  return [
    ...ids.filter((id) => id !== 'p62' && !acknowledged.has(id)).map((id) => `the STOP of ${id} was never acknowledged`),
    ...arrived.filter(late).map((message) => `marketing reached ${message.customerId} after the STOP`),
  ];
}
