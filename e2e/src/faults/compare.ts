import type { LedgerMessage } from '@kabar/emulator/control';
import type { Stand } from '../stand/stand.ts';
import { waitUntil } from '../stand/wait-until.ts';
import type { AcceptedMessage, Customer } from './traffic.ts';

/** What a comparison of the emulator's ledger with the database found. All lists are empty when the promise was kept. */
export type Comparison = {
  acceptedCount: number;
  arrivedCount: number;
  /** Acknowledged, never arrived, and nobody is told so. */
  lost: string[];
  /** Arrived more than once although no rule asked for it. */
  doubled: string[];
  /** The database says something else than the ledger. */
  wrongStatus: string[];
  /** Customers whose messages arrived in another order than they were accepted. */
  wrongOrder: string[];
  /** Outcome unknown, waiting for a decision; allowed, and counted. */
  unknownCount: number;
  /** Customers' messages that are missing or doubled in the database. */
  wrongInbound: string[];
};

const settleMs = 120_000;
const settledStatuses = new Set(['sent', 'delivered', 'read', 'failed', 'unknown', 'held', 'skipped', 'cancelled']);

type StoredMessage = { id: string; status: string; in_dispatch: boolean };

/**
 * Waits until everything acknowledged has come to rest and compares both worlds: what the emulator accepted, told and
 * heard, and what the database says.
 */
export async function compareLedger(
  stand: Stand,
  accepted: readonly AcceptedMessage[],
  customers: readonly Customer[],
  inbound: { perCustomer: number; since: Date },
): Promise<Comparison> {
  await waitUntil('every acknowledged message has come to rest', () => isAtRest(stand, accepted), settleMs);
  const ledger = await readLedger(stand);
  const arrivals = Map.groupBy(
    ledger.filter((message) => message.direction === 'out'),
    (message) => message.bizOpaqueCallbackData ?? '',
  );
  await waitUntil('every told status is in the database', () => agrees(stand, accepted, arrivals), settleMs);
  const stored = await readStored(stand);
  const lost: string[] = [];
  const doubled: string[] = [];
  const wrongStatus: string[] = [];
  let unknownCount = 0;
  for (const { id } of accepted) {
    const copies = arrivals.get(id) ?? [];
    const row = stored.get(id);
    if (copies.length > 1) doubled.push(id);
    if (row?.status === 'unknown') unknownCount += 1;
    if (copies.length === 0 && row?.status !== 'unknown') lost.push(`${id} ${row?.status ?? 'missing'}`);
    const [copy] = copies;
    if (copy !== undefined && row !== undefined && !statusFits(copy, row.status))
      wrongStatus.push(`${id} ledger ${copy.state} database ${row.status}`);
  }
  return {
    acceptedCount: accepted.length,
    arrivedCount: accepted.filter(({ id }) => arrivals.has(id)).length,
    lost,
    doubled,
    wrongStatus,
    wrongOrder: customersOutOfOrder(accepted, ledger),
    unknownCount,
    wrongInbound: await wrongInbound(stand, customers, inbound),
  };
}

/** True when the promise was kept: nothing lost, nothing doubled, statuses right, order kept. */
export function isPromiseKept(comparison: Comparison): boolean {
  const { lost, doubled, wrongStatus, wrongOrder, wrongInbound: inboundFaults } = comparison;
  return [lost, doubled, wrongStatus, wrongOrder, inboundFaults].every((list) => list.length === 0);
}

async function isAtRest(stand: Stand, accepted: readonly AcceptedMessage[]): Promise<boolean> {
  const stored = await readStored(stand);
  return accepted.every(({ id }) => {
    const row = stored.get(id);
    return row !== undefined && settledStatuses.has(row.status);
  });
}

async function agrees(
  stand: Stand,
  accepted: readonly AcceptedMessage[],
  arrivals: ReadonlyMap<string, LedgerMessage[]>,
): Promise<boolean> {
  const stored = await readStored(stand);
  return accepted.every(({ id }) => {
    const [copy] = arrivals.get(id) ?? [];
    return copy === undefined || statusFits(copy, stored.get(id)?.status ?? '');
  });
}

/** `delivered` may still become `read` and `accepted` is not told; otherwise both must say the same. */
function statusFits(copy: LedgerMessage, status: string): boolean {
  switch (copy.state) {
    case 'read':
      return status === 'read';
    case 'delivered':
      return status === 'delivered' || status === 'read';
    case 'failed':
      return status === 'failed';
    default:
      return status === 'sent' || status === 'delivered' || status === 'read';
  }
}

async function readLedger(stand: Stand): Promise<LedgerMessage[]> {
  const all: LedgerMessage[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: { messages: LedgerMessage[]; nextAfter: number | null } = await stand.emulator.control.ledgerMessages({
      after,
      limit: 1_000,
    });
    all.push(...page.messages);
    after = page.nextAfter;
  }
  return all;
}

async function readStored(stand: Stand): Promise<Map<string, StoredMessage>> {
  const { rows } = await stand.postgres.admin.query<StoredMessage>(
    `select m.id, m.status, d.message_id is not null as in_dispatch from messages m left join dispatch d on d.message_id = m.id where m.direction = 'out'`,
  );
  return new Map(rows.map((row) => [toPublic(row.id), row]));
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Public id of a message from its uuid, written anew here so that a mistake of the server's cannot hide. */
function toPublic(uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = (alphabet[Number(rest & 31n)] ?? '') + text;
    rest >>= 5n;
  }
  return `msg_${text}`;
}

function customersOutOfOrder(accepted: readonly AcceptedMessage[], ledger: readonly LedgerMessage[]): string[] {
  const place = new Map(accepted.map((message) => [message.id, message]));
  const last = new Map<string, number>();
  const wrong = new Set<string>();
  for (const entry of ledger.toSorted((a, b) => a.order - b.order)) {
    const message = place.get(entry.bizOpaqueCallbackData ?? '');
    if (message === undefined) continue;
    if (message.order < (last.get(message.phone) ?? -1)) wrong.add(message.phone);
    last.set(message.phone, message.order);
  }
  return [...wrong];
}

/** Every customer's conversation must hold each of their messages since then exactly once ('hello' and the replies), and nobody else's any. */
async function wrongInbound(
  stand: Stand,
  customers: readonly Customer[],
  { perCustomer, since }: { perCustomer: number; since: Date },
): Promise<string[]> {
  const expected = perCustomer + 1;
  const counted = async (): Promise<Map<string, number>> => {
    const { rows } = await stand.postgres.admin.query<{ contact_id: string; count: number }>(
      `select contact_id, count(*)::int as count from messages where direction = 'in' and created_at >= $1 group by contact_id`,
      [since],
    );
    return new Map(rows.map((row) => [row.contact_id, row.count]));
  };
  const isComplete = async (): Promise<boolean> => {
    const counts = await counted();
    return counts.size >= customers.length && [...counts.values()].every((count) => count >= expected);
  };
  await waitUntil('every message of a customer is stored', isComplete, settleMs).catch(() => undefined);
  const counts = [...(await counted()).entries()];
  const wrong = counts.filter(([, count]) => count !== expected).map(([contact, count]) => `${contact} has ${count} of ${expected}`);
  return counts.length === customers.length ? wrong : [...wrong, `${counts.length} of ${customers.length} customers`];
}
