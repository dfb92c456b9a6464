import { startStand, type Stand } from '@kabar/e2e/stand';
import { prepareRequest, runLoad } from '../load.ts';
import { ceilingResult, ratioResult, type BenchResult } from '../result.ts';
import { connectSenders, countRows, openWindows, pollUntil, settleDatabase, type Sender } from '../senders.ts';

const measuredSeconds = 10;
const leadSeconds = 1;
const windowMs = 1_000;

/**
 * One number and its limit, proved by what the emulator noted down: over ten seconds out of a backlog it keeps at least 97 %
 * of its pace, and no second anywhere holds more than the limit. For the usual 80 and for 1,000 messages a second.
 */
export async function benchPace(): Promise<BenchResult[]> {
  return [...(await measure(80, 'STANDARD', 40)), ...(await measure(1_000, 'HIGH', 500))];
}

async function measure(limit: number, throughputLevel: 'STANDARD' | 'HIGH', customersPerNumber: number): Promise<BenchResult[]> {
  const stand = await startStand();
  try {
    await stand.emulator.control.setBehaviours({
      limits: { pair: false, throughput: false, messagingLimit: false, callsPerHour: null },
      statuses: { autoSent: false, autoDelivered: false, autoRead: false },
    });
    const [sender] = await connectSenders(stand, { numberCount: 1, customersPerNumber, throughputLevel });
    if (sender === undefined) throw new Error('no number');
    await openWindows(stand, [sender]);
    await stand.workers[0]?.stop();
    const wanted = limit * (measuredSeconds + leadSeconds + 1);
    await fillBacklog(stand, sender, wanted);
    await settleDatabase(stand);
    await stand.restartWorker(0);
    const times = await sendTimes(stand, sender, wanted);
    const from = (times[0] ?? 0) + leadSeconds * 1_000;
    const perSecond = times.filter((time) => time >= from && time < from + measuredSeconds * 1_000).length / measuredSeconds;
    const most = mostInAnyWindow(times);
    return [
      ratioResult(`pace.${limit}.held`, perSecond, limit, 'messages/s', 0.97),
      ceilingResult(`pace.${limit}.most_in_any_second`, most, 'messages', limit + 1),
    ];
  } finally {
    await stand.close();
  }
}

async function fillBacklog(stand: Stand, sender: Sender, count: number): Promise<void> {
  const url = new URL('/v1/messages', stand.apis[0]?.url);
  const requests = Array.from({ length: count }, (_, index) => {
    const to = sender.recipients[index % sender.recipients.length];
    const body = JSON.stringify({ number_id: sender.id, to, type: 'text', text: { body: `Your order ${index} is on its way` } });
    return prepareRequest(url, { authorization: `Bearer ${stand.apiKey}` }, body);
  });
  const accepted = await runLoad(url, requests, 64);
  if (accepted.statuses[202] !== count) throw new Error(`accept answered ${JSON.stringify(accepted.statuses)}`);
}

/** When the emulator took each message of the number, ascending, in milliseconds. Waits until all are there. */
async function sendTimes(stand: Stand, sender: Sender, count: number): Promise<number[]> {
  await pollUntil(async () => (await countRows(stand, 'select count(*)::int as count from dispatch')) === 0);
  const messages = (await stand.emulator.control.allLedgerMessages()).filter((message) => message.phoneNumberId === sender.phoneNumberId);
  if (messages.length !== count) throw new Error(`${messages.length} of ${count} messages are in the ledger`);
  return messages.map((message) => message.atMs).toSorted((a, b) => a - b);
}

function mostInAnyWindow(times: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? 0) <= time - windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
