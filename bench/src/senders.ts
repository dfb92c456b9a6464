import { setTimeout as delay } from 'node:timers/promises';
import type { Stand } from '@kabar/e2e/stand';

const patienceMs = 180_000;

/** A number that sends, in both worlds, with customers of its own. */
export type Sender = { id: string; phoneNumberId: string; recipients: string[] };

/** How many numbers and customers; `HIGH` is a thousand messages a second, `STANDARD` eighty. */
export type SenderOptions = { numberCount: number; customersPerNumber: number; throughputLevel: 'STANDARD' | 'HIGH' };

/** Connects further numbers of the same business. */
export async function connectSenders(stand: Stand, options: SenderOptions): Promise<Sender[]> {
  const { numberCount, customersPerNumber, throughputLevel } = options;
  const { control } = stand.emulator;
  const info = await control.info();
  const senders: Sender[] = [];
  for (let index = 0; index < numberCount; index += 1) {
    const created = await control.createNumber({
      wabaId: info.wabaId,
      phone: `1312555${String(100 + index).padStart(4, '0')}`,
      throughputLevel,
    });
    const connected = await stand.client.numbers.connect({
      waba_id: info.wabaId,
      phone_number_id: created.id,
      access_token: info.accessToken,
      app_secret: info.appSecret,
    });
    const recipients = Array.from(
      { length: customersPerNumber },
      (_, place) => `1202555${String(1_000 + index * customersPerNumber + place)}`,
    );
    senders.push({ id: connected.number.id, phoneNumberId: created.id, recipients });
  }
  return senders;
}

/** Has every customer write once, so that free messages may go to them. */
export async function openWindows(stand: Stand, senders: readonly Sender[]): Promise<void> {
  const { control } = stand.emulator;
  for (const sender of senders) {
    for (const phone of sender.recipients) await control.createCustomer({ name: phone, phone });
    await control.writeMany(
      sender.recipients.map((phone) => ({ customer: phone, numberId: sender.phoneNumberId, type: 'text', content: { body: 'hello' } })),
    );
  }
  const wanted = senders.reduce((count, sender) => count + sender.recipients.length, 0);
  await pollUntil(
    async () => (await countRows(stand, `select count(*)::int as count from conversations where window_expires_at is not null`)) >= wanted,
  );
}

/** The number in the column `count` of the first row. */
export async function countRows(stand: Pick<Stand, 'postgres'>, sql: string, values: readonly unknown[] = []): Promise<number> {
  const { rows } = await stand.postgres.admin.query<{ count: number }>(sql, [...values]);
  return rows[0]?.count ?? 0;
}

/** Asks again until it is true. Errors: after three minutes, or as long as `options` say. */
export async function pollUntil(condition: () => Promise<boolean>, options: { forMs?: number; everyMs?: number } = {}): Promise<void> {
  const endsAt = performance.now() + (options.forMs ?? patienceMs);
  while (!(await condition())) {
    if (performance.now() > endsAt) throw new Error('the chain did not finish in time');
    await delay(options.everyMs ?? 25);
  }
}

/**
 * Does what PostgreSQL's autovacuum does within a minute of a table's growth, so that plans rest on tables as they are and
 * not on the empty ones of a minute ago.
 */
export async function settleDatabase(stand: Stand): Promise<void> {
  await stand.postgres.admin.query('vacuum analyze');
}
