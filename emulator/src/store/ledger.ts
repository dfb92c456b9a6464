import type { Store } from './store.ts';
import { createWamid, orderOfWamid } from './wamid.ts';
import type { Direction } from './wamid.ts';

/** State of a message; for a customer's own messages `sent` means written and `delivered` means told to the business. */
export type MessageState = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed' | 'expired';

/** One message that the emulator accepted, in either direction. Times are milliseconds of the emulated clock. */
export interface LedgerMessage {
  order: number;
  direction: Direction;
  wamid: string;
  atMs: number;
  phoneNumberId: string;
  customerId: string;
  /** What stood in `to` or `recipient`; null for a customer's message. */
  input: string | null;
  type: string;
  /** `out`: the send request; `in`: the message object of the webhook. */
  content: Record<string, unknown>;
  bizOpaqueCallbackData: string | null;
  category: string | null;
  ttlMs: number | null;
  isHeld: boolean;
  failCode: number | null;
  state: MessageState;
  sentAtMs: number | null;
  deliveredAtMs: number | null;
  readAtMs: number | null;
  failedAtMs: number | null;
}

/** What a message brings when it is accepted; the rest follows. */
export interface NewMessage {
  direction: Direction;
  atMs: number;
  phoneNumberId: string;
  customerId: string;
  peer: string;
  input: string | null;
  type: string;
  contentJson: string;
  bizOpaqueCallbackData: string | null;
  category: string | null;
  ttlMs: number | null;
  isHeld: boolean;
  failCode: number | null;
  state: MessageState;
}

/** Figures over the whole ledger. */
export interface LedgerCounts {
  accepted: number;
  inbound: number;
  byState: Record<string, number>;
  distinctCallbackData: number;
  duplicateCallbackData: number;
}

/** The ledger of messages. Order numbers grow by one and are never reused. */
export interface Ledger {
  add(message: NewMessage): { order: number; wamid: string };
  /** Queues a move to another state; never checks, the caller owns the state machine. */
  setState(order: number, state: MessageState, atMs: number): void;
  byWamid(wamid: string): LedgerMessage | undefined;
  byOrder(order: number): LedgerMessage | undefined;
  /** Messages of one direction after an order number, ascending. */
  list(direction: Direction, afterOrder: number, limit: number, phoneNumberId?: string): LedgerMessage[];
  /** A chat, newest first, before an order number. */
  thread(customerId: string, phoneNumberId: string, beforeOrder: number, limit: number): LedgerMessage[];
  /** The last message of each chat, newest first. */
  lastPerChat(filter: { customerId?: string }, limit: number): LedgerMessage[];
  /** Messages of the business that may still move. */
  /** Messages of the business that may still move; delivered ones only when something still reads them. */
  unfinished(withDelivered: boolean): LedgerMessage[];
  undelivered(customerId: string): LedgerMessage[];
  /** Messages of the business that the customer has not read yet. */
  unread(customerId: string, phoneNumberId: string): LedgerMessage[];
  /** Marks what the customer wrote, up to and including an order number, as read by the business. */
  markInboundRead(customerId: string, phoneNumberId: string, upToOrder: number, atMs: number): void;
  /** Marks what a customer wrote as told to the business, unless it is already read. */
  markInboundDelivered(order: number, atMs: number): void;
  lastInboundTimes(): { phoneNumberId: string; customerId: string; atMs: number }[];
  counts(phoneNumberId?: string): LedgerCounts;
  duplicates(limit: number): { bizOpaqueCallbackData: string; count: number; wamids: string[] }[];
}

function asNumberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function asTextOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function toMessage(row: Record<string, unknown>): LedgerMessage {
  return {
    order: Number(row['seq']),
    direction: row['direction'] === 'in' ? 'in' : 'out',
    wamid: String(row['wamid']),
    atMs: Number(row['at_ms']),
    phoneNumberId: String(row['number_id']),
    customerId: String(row['customer_id']),
    input: asTextOrNull(row['input']),
    type: String(row['type']),
    // Only `add` writes this column, always with an object.
    content: JSON.parse(String(row['content'])) as Record<string, unknown>,
    bizOpaqueCallbackData: asTextOrNull(row['tag']),
    category: asTextOrNull(row['category']),
    ttlMs: asNumberOrNull(row['ttl_ms']),
    isHeld: row['held'] === 1,
    failCode: asNumberOrNull(row['fail_code']),
    state: String(row['state']) as MessageState, // only `add` and `setState` write it
    sentAtMs: asNumberOrNull(row['sent_at_ms']),
    deliveredAtMs: asNumberOrNull(row['delivered_at_ms']),
    readAtMs: asNumberOrNull(row['read_at_ms']),
    failedAtMs: asNumberOrNull(row['failed_at_ms']),
  };
}

/** Opens the ledger; `salt` is 12 upper-case hex digits that make ids of this installation its own. */
export function openLedger(store: Store, salt: string): Ledger {
  const insert = store.prepare(
    'insert into messages (seq, direction, wamid, at_ms, number_id, customer_id, input, type, content, tag, category, ttl_ms, held, fail_code, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const updates = {
    sent: store.prepare("update messages set state = 'sent', sent_at_ms = ? where seq = ?"),
    delivered: store.prepare("update messages set state = 'delivered', delivered_at_ms = ? where seq = ?"),
    read: store.prepare("update messages set state = 'read', read_at_ms = ? where seq = ?"),
    failed: store.prepare("update messages set state = 'failed', failed_at_ms = ? where seq = ?"),
    expired: store.prepare("update messages set state = 'expired', failed_at_ms = ? where seq = ?"),
    accepted: store.prepare("update messages set state = 'accepted', sent_at_ms = ? where seq = ?"),
  };
  const selectByOrder = store.prepare('select * from messages where seq = ?');
  const selectAfter = store.prepare('select * from messages where seq > ? and direction = ? order by seq limit ?');
  const selectAfterOfNumber = store.prepare(
    'select * from messages where seq > ? and direction = ? and number_id = ? order by seq limit ?',
  );
  const selectThread = store.prepare(
    'select * from messages where customer_id = ? and number_id = ? and seq < ? order by seq desc limit ?',
  );
  const selectLastOfCustomer = store.prepare(
    'select * from messages where seq in (select max(seq) from messages where customer_id = ? group by number_id) order by seq desc limit ?',
  );
  // Only the newest part of a large ledger is looked at: this fills a list of chats for people.
  const selectLast = store.prepare(
    'select * from messages where seq in (select max(seq) from (select seq, customer_id, number_id from messages order by seq desc limit 5000) group by customer_id, number_id) order by seq desc limit ?',
  );
  const selectUnfinished = store.prepare("select * from messages where direction = 'out' and state in ('accepted', 'sent', ?)");
  const selectUndelivered = store.prepare(
    "select * from messages where customer_id = ? and direction = 'out' and state = 'sent' order by seq",
  );
  const selectUnread = store.prepare(
    "select * from messages where customer_id = ? and number_id = ? and direction = 'out' and state in ('sent', 'delivered') order by seq",
  );
  const updateInboundRead = store.prepare(
    "update messages set state = 'read', read_at_ms = ? where customer_id = ? and number_id = ? and seq <= ? and direction = 'in' and state <> 'read'",
  );
  const updateInboundDelivered = store.prepare(
    "update messages set state = 'delivered', delivered_at_ms = ? where seq = ? and direction = 'in' and state = 'sent'",
  );
  const selectLastInbound = store.prepare(
    "select number_id, customer_id, max(at_ms) as at_ms from messages where direction = 'in' and type not in ('system', 'edit', 'revoke') group by number_id, customer_id",
  );
  const selectDuplicates = store.prepare(
    "select tag, count(*) as count, group_concat(wamid) as wamids from messages where direction = 'out' and tag is not null group by tag having count(*) > 1 limit ?",
  );

  let lastOrder = Number(store.prepare('select coalesce(max(seq), 0) as seq from messages').get()?.['seq'] ?? 0);

  function byOrder(order: number): LedgerMessage | undefined {
    store.flush();
    const row = selectByOrder.get(order);
    return row && toMessage(row);
  }

  return {
    add(message) {
      lastOrder += 1;
      const order = lastOrder;
      const wamid = createWamid(message.direction, message.peer, order, salt);
      store.write(() =>
        insert.run(
          order,
          message.direction,
          wamid,
          message.atMs,
          message.phoneNumberId,
          message.customerId,
          message.input,
          message.type,
          message.contentJson,
          message.bizOpaqueCallbackData,
          message.category,
          message.ttlMs,
          message.isHeld ? 1 : 0,
          message.failCode,
          message.state,
        ),
      );
      return { order, wamid };
    },
    setState: (order, state, atMs) => store.write(() => updates[state].run(atMs, order)),
    byOrder,
    byWamid(wamid) {
      const order = orderOfWamid(wamid);
      const message = order === undefined ? undefined : byOrder(order);
      return message?.wamid === wamid ? message : undefined;
    },
    list(direction, afterOrder, limit, phoneNumberId) {
      store.flush();
      const rows =
        phoneNumberId === undefined
          ? selectAfter.all(afterOrder, direction, limit)
          : selectAfterOfNumber.all(afterOrder, direction, phoneNumberId, limit);
      return rows.map(toMessage);
    },
    thread(customerId, phoneNumberId, beforeOrder, limit) {
      store.flush();
      return selectThread.all(customerId, phoneNumberId, beforeOrder, limit).map(toMessage);
    },
    lastPerChat(filter, limit) {
      store.flush();
      const rows = filter.customerId === undefined ? selectLast.all(limit) : selectLastOfCustomer.all(filter.customerId, limit);
      return rows.map(toMessage);
    },
    unfinished(withDelivered) {
      store.flush();
      return selectUnfinished.all(withDelivered ? 'delivered' : 'sent').map(toMessage);
    },
    undelivered(customerId) {
      store.flush();
      return selectUndelivered.all(customerId).map(toMessage);
    },
    unread(customerId, phoneNumberId) {
      store.flush();
      return selectUnread.all(customerId, phoneNumberId).map(toMessage);
    },
    markInboundRead: (customerId, phoneNumberId, upToOrder, atMs) =>
      store.write(() => updateInboundRead.run(atMs, customerId, phoneNumberId, upToOrder)),
    markInboundDelivered: (order, atMs) => store.write(() => updateInboundDelivered.run(atMs, order)),
    lastInboundTimes() {
      store.flush();
      return selectLastInbound.all().map((row) => ({
        phoneNumberId: String(row['number_id']),
        customerId: String(row['customer_id']),
        atMs: Number(row['at_ms']),
      }));
    },
    counts(phoneNumberId) {
      store.flush();
      const where = phoneNumberId === undefined ? '' : 'and number_id = ?';
      const parameters = phoneNumberId === undefined ? [] : [phoneNumberId];
      const byState: Record<string, number> = {};
      let accepted = 0;
      const states = store.prepare(`select state, count(*) as count from messages where direction = 'out' ${where} group by state`);
      for (const row of states.all(...parameters)) {
        byState[String(row['state'])] = Number(row['count']);
        accepted += Number(row['count']);
      }
      const tags = store
        .prepare(`select count(tag) as tagged, count(distinct tag) as different from messages where direction = 'out' ${where}`)
        .get(...parameters);
      const inbound = store.prepare(`select count(*) as count from messages where direction = 'in' ${where}`).get(...parameters);
      return {
        accepted,
        inbound: Number(inbound?.['count'] ?? 0),
        byState,
        distinctCallbackData: Number(tags?.['different'] ?? 0),
        duplicateCallbackData: Number(tags?.['tagged'] ?? 0) - Number(tags?.['different'] ?? 0),
      };
    },
    duplicates(limit) {
      store.flush();
      return selectDuplicates.all(limit).map((row) => ({
        bizOpaqueCallbackData: String(row['tag']),
        count: Number(row['count']),
        wamids: String(row['wamids']).split(','),
      }));
    },
  };
}
