import type { Database } from '../db/database.ts';
import { engineQuery } from '../db/tx.ts';
import type { EngineTx } from '../db/tx.ts';
import type { EventCursor } from './event-cursor.ts';

/** Adds a consumer at `cursor` unless it is there. */
export async function insertEventConsumer(db: Database, name: string, cursor: EventCursor, at: Date): Promise<void> {
  await engineQuery(db, {
    text: `insert into event_consumers (name, cursor_xid, cursor_seq, moved_at) values ($1, $2::xid8, $3, $4)
           on conflict (name) do nothing`,
    values: [name, String(cursor.xid), cursor.seq, at],
  });
}

/** Where a consumer has got to; null when there is none of this name. */
export async function selectEventConsumer(db: Database, name: string): Promise<EventCursor | null> {
  const rows = await engineQuery<{ xid: string; seq: number }>(db, {
    name: 'select_event_consumer',
    text: 'select cursor_xid::text as xid, cursor_seq as seq from event_consumers where name = $1',
    values: [name],
  });
  const row = rows[0];
  return row === undefined ? null : { xid: Number(row.xid), seq: row.seq };
}

/** Moves a consumer to `cursor`. The caller proves its lease in the same transaction. */
export async function updateEventConsumer(tx: EngineTx, name: string, cursor: EventCursor, at: Date): Promise<void> {
  await tx.query({
    name: 'update_event_consumer',
    text: 'update event_consumers set cursor_xid = $2::xid8, cursor_seq = $3, moved_at = $4 where name = $1',
    values: [name, String(cursor.xid), cursor.seq, at],
  });
}
