import type { Entry, Message } from '@kabar/contract';
import { dayKey } from '#lib/format.ts';

/** One row of a thread: the name of a day, the line above the first unread message, a message with its place in its group, or an entry. */
export type ThreadRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string; count: number }
  | { kind: 'system'; key: string; message: Message }
  | { kind: 'note'; key: string; entry: Entry }
  | { kind: 'entry'; key: string; entry: Entry }
  | { kind: 'message'; key: string; message: Message; first: boolean; last: boolean };

const groupGapMs = 5 * 60_000;

function belongsTogether(before: Message, after: Message): boolean {
  return (
    before.type !== 'system' &&
    after.type !== 'system' &&
    before.direction === after.direction &&
    before.author.kind === after.author.kind &&
    before.author.id === after.author.id &&
    Math.abs(Date.parse(after.occurred_at) - Date.parse(before.occurred_at)) < groupGapMs
  );
}

/** Key of a message's row: the caller's own reference while the message is on its way in, so that the row stays the same. */
export function rowKey(message: Pick<Message, 'id' | 'client_ref'>): string {
  return message.client_ref?.startsWith('inbox-') ? message.client_ref : message.id;
}

/** What stands in a thread, in the order of time. */
type Item = { at: number; message: Message } | { at: number; entry: Entry };

/** Entries between messages by time; at the same moment the message comes first, because an entry answers it. */
function inOrder(messages: readonly Message[], entries: readonly Entry[]): Item[] {
  const items: Item[] = messages.map((message) => ({ at: Date.parse(message.occurred_at), message }));
  if (entries.length === 0) return items;
  const sorted = entries.map((entry) => ({ at: Date.parse(entry.occurred_at), entry })).toSorted((a, b) => a.at - b.at);
  const joined: Item[] = [];
  let next = 0;
  for (const item of items) {
    for (let entry = sorted[next]; entry !== undefined && entry.at < item.at; entry = sorted[next]) {
      joined.push(entry);
      next += 1;
    }
    joined.push(item);
  }
  return [...joined, ...sorted.slice(next)];
}

/**
 * Rows for messages given oldest first: days apart, messages of one author within five minutes in a group, the unread line above
 * `unreadFromId`, and entries where they happened.
 */
export function threadRows(
  messages: readonly Message[],
  entries: readonly Entry[],
  options: { timeZone: string; unreadFromId: string | null; unreadCount: number },
): ThreadRow[] {
  const rows: ThreadRow[] = [];
  let day = '';
  let previous: Message | null = null;
  for (const item of inOrder(messages, entries)) {
    const at = 'entry' in item ? item.entry.occurred_at : item.message.occurred_at;
    const own = dayKey(at, options.timeZone);
    if (own !== day) {
      rows.push({ kind: 'day', key: `day ${own}`, at });
      day = own;
      previous = null;
    }
    if ('entry' in item) {
      const { entry } = item;
      // Who edited or deleted a note is said by the note itself.
      rows.push(entry.kind === 'note' ? { kind: 'note', key: entry.id, entry } : { kind: 'entry', key: entry.id, entry });
      previous = null;
      continue;
    }
    const { message } = item;
    if (message.id === options.unreadFromId) {
      rows.push({ kind: 'unread', key: 'unread', count: options.unreadCount });
      previous = null;
    }
    if (message.type === 'system') {
      rows.push({ kind: 'system', key: message.id, message });
      previous = null;
      continue;
    }
    const first = previous === null || !belongsTogether(previous, message);
    const before = rows.at(-1);
    if (!first && before?.kind === 'message') before.last = false;
    rows.push({ kind: 'message', key: rowKey(message), message, first, last: true });
    previous = message;
  }
  return rows;
}

/** The message above which the unread line stands: the n-th newest message of the customer; null when none is unread. */
export function firstUnreadId(messages: readonly Message[], unreadCount: number): string | null {
  if (unreadCount <= 0) return null;
  let left = unreadCount;
  let found: string | null = null;
  for (const message of messages.toReversed()) {
    if (message.direction !== 'in' || message.type === 'system') continue;
    found = message.id;
    left -= 1;
    if (left === 0) break;
  }
  return found;
}
