import type { Database } from '../db/database.ts';
import { engineQuery } from '../db/tx.ts';
import type { EngineTx, Tx } from '../db/tx.ts';
import type { EventCursor } from './event-cursor.ts';

/** Channel that wakes readers; its payload is empty, so a transaction notifies once however much it appends. */
export const eventsChannel = 'kabar_events';

/** A row to be appended. `data` is JSON text. */
export type EventInsert = { workspaceId: string; type: string; data: string; occurredAt: Date };

/** A stored event with its place in the order. */
export type EventRow = {
  workspaceId: string;
  cursor: EventCursor;
  id: string;
  type: string;
  data: Record<string, string>;
  occurredAt: Date;
};

/** Events that are final, in order, and what was true in the same snapshot. */
export type EventPage = {
  rows: EventRow[];
  /** Everything before this place was final when the page was read. */
  settledTo: EventCursor;
  /** Newest transaction number at that time; a cursor beyond it comes from another database. */
  newestXid: number;
  /** Events up to and including this transaction are no longer kept. */
  horizonXid: number;
  /** The limit was reached: more may be stored behind this page. */
  isFull: boolean;
  /** The page is not full, and events are stored behind it that are not final yet. */
  isHeldBack: boolean;
};

/** Inserts all events in the given order and notifies at commit, in one statement. */
export async function insertEvents(tx: Tx, events: readonly EventInsert[]): Promise<void> {
  await tx.query({
    name: 'insert_events',
    text: `with appended as (
        insert into events (workspace_id, type, data, occurred_at)
        select item.workspace_id, item.type, item.data::jsonb, item.occurred_at
          from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])
               with ordinality as item (workspace_id, type, data, occurred_at, position)
         order by item.position
        returning 1
      )
      select pg_notify('${eventsChannel}', '')`,
    values: [
      events.map((event) => event.workspaceId),
      events.map((event) => event.type),
      events.map((event) => event.data),
      events.map((event) => event.occurredAt),
    ],
  });
}

type PageRow = {
  xmin: string;
  xmax: string;
  horizon: string;
  hasLater: boolean;
  workspaceId: string;
  xid: string | null;
  seq: number;
  id: string;
  type: string;
  data: Record<string, string>;
  occurredAt: Date;
};

// The left join gives one row with nulls when there is no event, so that the snapshot's bounds always come along. Events of
// transactions that are not below every running one stay where they are: an older transaction may yet put events before them.
const pageText = (filter: string): string => `
  select bound.xmin::text, bound.xmax::text, bound.horizon::text, event.*,
         exists (select from events where events.xid >= bound.xmin ${filter}) as "hasLater"
    from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin, pg_snapshot_xmax(pg_current_snapshot()) as xmax,
                 (select xid from event_horizon) as horizon) bound
    left join lateral (
      select workspace_id as "workspaceId", xid::text as xid, seq, id, type, data, occurred_at as "occurredAt"
        from events
       where (events.xid, events.seq) > ($1::xid8, $2::bigint) and events.xid < bound.xmin ${filter}
       order by events.xid, events.seq
       limit $3) event on true
   order by event.xid::bigint, event.seq`;

/** The next events of all workspaces behind `cursor`. Relies on the index events_order of every partition. */
export async function selectEventsAfter(db: Database, cursor: EventCursor, limit: number): Promise<EventPage> {
  const rows = await engineQuery<PageRow>(db, {
    name: 'select_events_after',
    text: pageText(''),
    values: [String(cursor.xid), cursor.seq, limit],
  });
  return toPage(rows, cursor, limit);
}

/** The next events of one workspace behind `cursor`. Relies on the index events_workspace_order. */
export async function selectWorkspaceEventsAfter(
  db: Database,
  workspaceId: string,
  cursor: EventCursor,
  limit: number,
): Promise<EventPage> {
  const rows = await engineQuery<PageRow>(db, {
    name: 'select_workspace_events_after',
    text: pageText('and workspace_id = $4'),
    values: [String(cursor.xid), cursor.seq, limit, workspaceId],
  });
  return toPage(rows, cursor, limit);
}

/** The place behind which everything is still to come. */
export async function selectEventPosition(db: Database): Promise<EventCursor> {
  const rows = await engineQuery<{ xmin: string }>(db, {
    name: 'select_event_position',
    text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
  });
  return { xid: Number(rows[0]?.xmin ?? 0), seq: 0 };
}

/** Makes partitions ahead and drops old ones; gives what was done. Locks `events` for a moment, never waits over 3 s. */
export async function maintainEventPartitions(
  tx: EngineTx,
  at: Date,
  keepDays: number,
  aheadDays: number,
): Promise<{ action: 'created' | 'dropped'; partitionName: string }[]> {
  return tx.query({
    text: `select action, partition_name as "partitionName" from kabar_maintain_events($1, $2, $3)`,
    values: [at, keepDays, aheadDays],
  });
}

function toPage(rows: readonly PageRow[], cursor: EventCursor, limit: number): EventPage {
  const bounds = rows[0];
  const events: EventRow[] = [];
  for (const { workspaceId, xid, seq, id, type, data, occurredAt } of rows) {
    if (xid !== null) events.push({ workspaceId, cursor: { xid: Number(xid), seq }, id, type, data, occurredAt });
  }
  const isFull = events.length === limit;
  const last = events.at(-1)?.cursor ?? cursor;
  const settled = { xid: Number(bounds?.xmin ?? 0), seq: 0 };
  return {
    rows: events,
    settledTo: isFull || settled.xid <= last.xid ? last : settled,
    newestXid: Number(bounds?.xmax ?? 0),
    horizonXid: Number(bounds?.horizon ?? 0),
    isFull,
    isHeldBack: !isFull && bounds?.hasLater === true,
  };
}
