import { setTimeout as delay } from 'node:timers/promises';
import { createKabar, type Kabar } from '@kabar/sdk';
import type { Stand } from '../stand/stand.ts';
import { waitUntil } from '../stand/wait-until.ts';

/** A customer of the test with an open window, by phone number. */
export type Customer = { id: string; phone: string };

/** A message that the API acknowledged. `order` counts per customer. */
export type AcceptedMessage = { id: string; phone: string; order: number };

const acceptPatienceMs = 180_000;

/** Makes customers who have just written, so that free messages may be sent to them. Those of an earlier call stay who they are. */
export async function makeCustomers(stand: Stand, count: number): Promise<Customer[]> {
  const { control } = stand.emulator;
  const earlier = await countOpenWindows(stand);
  const customers: Customer[] = [];
  for (let index = earlier; index < earlier + count; index += 1) {
    const phone = `1202555${String(1_000 + index)}`;
    const { id } = await control.createCustomer({ name: `Customer ${index}`, phone });
    customers.push({ id, phone });
  }
  const opening = customers.map(({ id }) => ({
    customer: id,
    numberId: stand.number.phoneNumberId,
    type: 'text',
    content: { body: 'hello' },
  }));
  await control.writeMany(opening);
  await waitUntil('every window is open', async () => (await countOpenWindows(stand)) >= earlier + count);
  return customers;
}

async function countOpenWindows(stand: Stand): Promise<number> {
  const { rows } = await stand.postgres.admin.query<{ count: number }>(
    'select count(*)::int as count from conversations where window_expires_at is not null',
  );
  return rows[0]?.count ?? 0;
}

/**
 * Sends `perCustomer` messages to each customer, in order, through all API processes in turn, and gives those that were
 * acknowledged. A call that fails is repeated with the same idempotency key until it is acknowledged, as a careful
 * caller would.
 */
export async function sendTraffic(stand: Stand, customers: readonly Customer[], perCustomer: number): Promise<AcceptedMessage[]> {
  const clients = stand.apis.map((api) => createKabar({ baseUrl: api.url, apiKey: stand.apiKey, timeoutMs: 5_000 }));
  const lanes = customers.map(async ({ phone }, lane) => {
    const accepted: AcceptedMessage[] = [];
    for (let order = 0; order < perCustomer; order += 1) {
      const client = clients[(lane + order) % clients.length];
      if (client === undefined) throw new Error('no API process');
      accepted.push({ id: await acceptOne(client, stand, phone, order), phone, order });
    }
    return accepted;
  });
  return (await Promise.all(lanes)).flat();
}

async function acceptOne(client: Kabar, stand: Stand, phone: string, order: number): Promise<string> {
  const request = { number_id: stand.number.id as `num_${string}`, to: phone, type: 'text' as const, text: { body: `message ${order}` } };
  const endsAt = performance.now() + acceptPatienceMs;
  for (;;) {
    try {
      return (await client.messages.send(request, { idempotencyKey: `${phone}-${order}` })).id;
    } catch (error) {
      if (performance.now() > endsAt) throw error;
      await delay(100);
    }
  }
}

/** Lets every customer write `perCustomer` messages; the emulator posts them with whatever faults are switched on. */
export async function writeTraffic(stand: Stand, customers: readonly Customer[], perCustomer: number): Promise<void> {
  for (let order = 0; order < perCustomer; order += 1) {
    await stand.emulator.control.writeMany(
      customers.map(({ id }) => ({
        customer: id,
        numberId: stand.number.phoneNumberId,
        type: 'text',
        content: { body: `reply ${order}` },
      })),
    );
  }
}
