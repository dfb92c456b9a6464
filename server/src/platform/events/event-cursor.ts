/**
 * A place in the order of events: behind the event with this transaction number and sequence number. `seq` 0 stands
 * before every event of the transaction.
 */
export type EventCursor = { readonly xid: number; readonly seq: number };

const form = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})$/;

/** The text form that clients get as SSE `id` and give back as `Last-Event-ID`. */
export function formatCursor(cursor: EventCursor): string {
  return `${cursor.xid.toString(36)}-${cursor.seq.toString(36)}`;
}

/** Reads the text form; null when it is not one. Never throws. */
export function parseCursor(text: string): EventCursor | null {
  const match = form.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const cursor = { xid: Number.parseInt(match[1], 36), seq: Number.parseInt(match[2], 36) };
  return Number.isSafeInteger(cursor.xid) && Number.isSafeInteger(cursor.seq) ? cursor : null;
}

/** Negative when `a` stands before `b`, positive when behind, 0 at the same place. */
export function compareCursors(a: EventCursor, b: EventCursor): number {
  return a.xid === b.xid ? a.seq - b.seq : a.xid - b.xid;
}

/** The one of both that stands further. */
export function laterCursor(a: EventCursor, b: EventCursor): EventCursor {
  return compareCursors(a, b) >= 0 ? a : b;
}
