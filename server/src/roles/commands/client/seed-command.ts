import { setTimeout as sleep } from 'node:timers/promises';
import { type Kabar, KabarError } from '@kabar/sdk';
import { exitCodes } from '../../exit-codes.ts';
import { CommandError } from '../command-error.ts';
import { createProgressView } from '../progress-bar.ts';
import { readArguments, readCount, takeNoWords } from '../usage-error.ts';
import { withConnection, type LocalInstallation } from './connect.ts';
import { createEmulatorClient } from './emulator-client.ts';
import { answerTo, openingOf, personOf, tagsOfSeed } from './seed-people.ts';

const batchSize = 100;
const patienceMs = 120_000;

/** `kabar seed …`: customers of the emulator write, some are answered, contacts get tags. Run again it adds what is missing. Gives the exit code. */
export async function runSeedCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('seed', args, {
    customers: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  });
  takeNoWords('seed', positionals);
  const total = readCount('seed', 'customers', values.customers, 1, 5_000);
  return withConnection(undefined, async ({ kabar, local }) => {
    if (local === null)
      throw new CommandError(
        'not_a_trial',
        exitCodes.badConfig,
        'This fills a trial installation only: start one in this folder with npm start, and unset KABAR_URL.',
      );
    const view = createProgressView(values.json);
    const show = (phase: string) => (done: number, of: number) => view.show(phase, done, of, 'rows');
    try {
      const added = await letWrite(local, total, show('Customers'));
      const contacts = await contactsOf(kabar, total, show('Arrivals'));
      const tagIds = await ensureTags(kabar);
      const numberId = await numberIdOf(kabar, local);
      await answer(kabar, numberId, contacts, tagIds, show('Answers'));
      view.end();
      const facts = { event: 'done', customers: total, added };
      process.stdout.write(
        values.json
          ? `${JSON.stringify(facts)}\n`
          : `${total} invented customers are there, ${added} of them new. Open the inbox: ${local.apiUrl}\n`,
      );
      return exitCodes.ok;
    } finally {
      view.end();
    }
  });
}

type Show = (done: number, total: number) => void;
type SeededContact = { id: string; phone: string; place: number };

/** Makes the customers who are missing and lets each of them write. Gives how many were new. */
async function letWrite(local: LocalInstallation, total: number, show: Show): Promise<number> {
  const emulator = createEmulatorClient(local.emulatorUrl);
  let added = 0;
  for (let start = 0; start < total; start += batchSize) {
    const places = Array.from({ length: Math.min(batchSize, total - start) }, (_, index) => start + index);
    const fresh: number[] = [];
    for (const place of places) if (await emulator.createCustomer(personOf(place))) fresh.push(place);
    const messages = fresh.flatMap((place) =>
      openingOf(place).map((body) => ({ customer: personOf(place).id, numberId: local.phoneNumberId, type: 'text', content: { body } })),
    );
    if (messages.length > 0) await emulator.write(messages);
    added += fresh.length;
    show(start + places.length, total);
  }
  return added;
}

/** Waits until all of them are contacts. Errors: `CommandError` when the messages do not arrive. */
async function contactsOf(kabar: Kabar, total: number, show: Show): Promise<SeededContact[]> {
  const places = new Map(Array.from({ length: total }, (_, place) => [personOf(place).phone, place]));
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const found: SeededContact[] = [];
    for await (const { id, phone } of kabar.contacts.each({ limit: 200 })) {
      const place = phone === null ? undefined : places.get(phone.replaceAll(/\D/g, ''));
      if (phone !== null && place !== undefined) found.push({ id, phone, place });
    }
    show(found.length, total);
    if (found.length >= total) return found;
    if (performance.now() > untilMs)
      throw new CommandError(
        'not_arrived',
        exitCodes.unavailable,
        `Only ${found.length} of ${total} customers arrived. Does Kabar run, and its worker? npx kabar doctor says.`,
      );
    await sleep(200);
  }
}

async function ensureTags(kabar: Kabar): Promise<string[]> {
  const { data: present } = await kabar.tags.list();
  const ids: string[] = [];
  for (const { name, color } of tagsOfSeed)
    ids.push(present.find((tag) => tag.name === name)?.id ?? (await kabar.tags.create({ name, color })).id);
  return ids;
}

async function numberIdOf(kabar: Kabar, local: LocalInstallation): Promise<string> {
  for await (const number of kabar.numbers.each()) if (number.phone_number_id === local.phoneNumberId) return number.id;
  throw new CommandError(
    'no_number',
    exitCodes.refused,
    'The number of the emulator is not connected any more. Connect it under Settings, Numbers.',
  );
}

async function answer(
  kabar: Kabar,
  numberId: string,
  contacts: readonly SeededContact[],
  tagIds: readonly string[],
  show: Show,
): Promise<void> {
  let done = 0;
  const waiting = contacts.values();
  const work = async (): Promise<void> => {
    for (const { id, place } of waiting) {
      const tagId = tagIds[place % (tagIds.length + 1)];
      if (tagId !== undefined) await kabar.contacts.changeTags(id, { add: [tagId] });
      const body = answerTo(place);
      if (body !== null)
        await kabar.messages
          .send({ number_id: numberId, contact_id: id, type: 'text', text: { body } }, { idempotencyKey: `seed-answer-${id}` })
          .catch(ignoreRefusal);
      done += 1;
      show(done, contacts.length);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
}

/** A contact that somebody stopped or merged meanwhile is no reason to end. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof KabarError) || error.status === null || error.status >= 500 || error.status === 401) throw error;
}
