import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { envelope, SAMPLE_TIME, sampleMetadata, sampleWamid } from '@kabar/cloud-api/samples';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rootKeyLine } from '#platform/crypto/root-keys';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createIntakeWorld, type IntakeWorld } from '../../../test/intake-world.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';

const database = useTestDatabase();
const rootKey = rootKeyLine(randomBytes(32));
let world: MessageWorld;
let edge: IntakeWorld;
beforeAll(async () => {
  world = await createMessageWorld(database, 1_000, rootKey);
  // Stores deliveries and processes none: that is for the children.
  edge = await createIntakeWorld(database, world, { start: false });
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await edge.close();
  await world.close();
});

const script = fileURLToPath(new URL('../../../test/intake-child.ts', import.meta.url));

/** All of them, so that a failed test leaves none behind. */
const started: ChildProcess[] = [];

async function startWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, database.url, rootKey], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  await once(child.stdout ?? child, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function openCount(): Promise<number> {
  const [row] = await database.admin<{ count: number }>('select count(*)::int as count from intake_deliveries where processed_at is null');
  return row?.count ?? -1;
}

const plannedKills = 8;
const customerCount = 12;
const messagesPerCustomer = 40;

/** A body with a message of each customer, the reaction of one to an earlier message, and statuses of echoes told before and after. */
function body(round: number): Buffer {
  const customers = Array.from({ length: customerCount }, (_, index) => index);
  const wamidOf = (customer: number, of: number): string => sampleWamid(1_000_000 + of * 100 + customer);
  const messages = customers.map((customer) => ({
    from: `62823000000${String(customer).padStart(2, '0')}`,
    id: wamidOf(customer, round),
    timestamp: String(SAMPLE_TIME + round),
    type: 'text',
    text: { body: `${round} of ${customer}` },
  }));
  const reactor = round % customerCount;
  const reaction = {
    ...messages[reactor],
    id: sampleWamid(2_000_000 + round),
    type: 'reaction',
    reaction: { message_id: wamidOf(reactor, Math.max(0, round - 3)), emoji: '👍' },
  };
  const echo = {
    from: '1',
    to: '6282300000000',
    id: sampleWamid(3_000_000 + round),
    timestamp: String(SAMPLE_TIME + round),
    type: 'text',
    text: { body: 'x' },
  };
  const statuses = [round - 1, round, round + 1].map((of, index) => ({
    id: sampleWamid(3_000_000 + of),
    status: ['delivered', 'sent', 'read'][index],
    timestamp: String(SAMPLE_TIME + of + 10),
    recipient_id: '6282300000000',
  }));
  const value = { metadata: sampleMetadata, contacts: [], messages: [...messages, reaction], statuses, message_echoes: [echo] };
  return edge.about(envelope('messages', value));
}

it('loses nothing and doubles nothing when workers are killed at random moments', async () => {
  const bodies = Array.from({ length: messagesPerCustomer }, (_, round) => body(round));
  const share = bodies.length / plannedKills;
  let interruptedCount = 0;
  for (let turn = 0; turn < plannedKills; turn += 1) {
    const workers = await Promise.all([startWorker(), startWorker()]);
    const sending = Promise.all(
      bodies.slice(turn * share, (turn + 1) * share).map(async (one) => {
        await edge.deliver(one);
        // WhatsApp sends again what it is not sure of, with other bytes around it.
        if (randomInt(3) === 0) await edge.deliver(Buffer.concat([one, Buffer.from('\n')]));
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, randomInt(0, 60)));
    await Promise.all(workers.map(kill));
    await sending;
    if ((await openCount()) > 0) interruptedCount += 1;
  }
  const workers = await Promise.all([startWorker(), startWorker()]);
  await waitFor('all is processed', async () => (await openCount()) === 0);
  await Promise.all(workers.map(kill));

  const messages = await database.admin<{ direction: string; count: number; wamids: number }>(
    'select direction, count(*)::int as count, count(distinct wamid_hash)::int as wamids from messages group by direction order by direction',
  );
  const inCount = customerCount * messagesPerCustomer;
  expect(messages).toEqual([
    { direction: 'in', count: inCount, wamids: inCount },
    { direction: 'out', count: messagesPerCustomer, wamids: messagesPerCustomer },
  ]);
  const conversations = await database.admin<{ unread: number; contacts: number; count: number }>(
    'select sum(unread_count)::int as unread, count(distinct contact_id)::int as contacts, count(*)::int as count from conversations',
  );
  expect(conversations).toEqual([{ unread: inCount, contacts: customerCount, count: customerCount }]);
  const created = await database.admin<{ count: number; ids: number }>(
    `select count(*)::int as count, count(distinct data->>'message_id')::int as ids from events where type = 'message.created'`,
  );
  expect(created).toEqual([{ count: inCount + messagesPerCustomer, ids: inCount + messagesPerCustomer }]);
  const statuses = await database.admin(
    `select status, count(*)::int as count from messages where direction = 'out' group by status order by status`,
  );
  // The first was never told as read, since no round came before it.
  expect(statuses).toEqual([
    { status: 'delivered', count: 1 },
    { status: 'read', count: messagesPerCustomer - 1 },
  ]);
  const [reactions] = await database.admin<{ count: number }>('select count(*)::int as count from message_reactions');
  expect(reactions?.count).toBeGreaterThan(0);
  expect(await database.admin('select 1 from pending_changes')).toEqual([]);
  expect(await database.admin(`select 1 from intake_deliveries where status <> 'processed'`)).toEqual([]);
  expect(interruptedCount).toBeGreaterThan(0);
}, 120_000);
