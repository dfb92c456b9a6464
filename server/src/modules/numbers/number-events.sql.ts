import type { Statement } from '#platform/db/tx';

/** One line of a number's history. */
export type NumberEventRow = { id: string; at: Date; kind: string; text: string };

/** Lines to add to histories. */
export type NewNumberEvent = NumberEventRow & { workspaceId: string; numberId: string };

/** Adds lines with one statement. */
export function insertNumberEvents(rows: readonly NewNumberEvent[]): Statement {
  return {
    text: `insert into number_events (workspace_id, id, number_id, at, kind, text)
           select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[])`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.id),
      rows.map((row) => row.numberId),
      rows.map((row) => row.at),
      rows.map((row) => row.kind),
      rows.map((row) => row.text),
    ],
  };
}

/** Newest first; index number_events_newest. */
export function selectNumberEventsPage(
  workspaceId: string,
  numberId: string,
  before: { at: Date; id: string } | null,
  limit: number,
): Statement {
  return {
    text: `select id, at, kind, text from number_events
            where workspace_id = $1 and number_id = $2 and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
            order by at desc, id desc limit $5`,
    values: [workspaceId, numberId, before?.at ?? null, before?.id ?? null, limit],
  };
}

/** An account event as stored. */
export type AccountEventRow = {
  id: string;
  at: Date;
  field: string;
  event: string | null;
  wabaId: string | null;
  numberId: string | null;
  title: string;
  severity: 'info' | 'warn' | 'bad';
  data: Record<string, unknown>;
};

/** Account events to add. */
export type NewAccountEvent = AccountEventRow & { workspaceId: string; wabaAccountId: string | null; dedupeKey: Buffer };

/** Adds events that are not there yet, with one statement; gives the keys of those added. */
export function insertAccountEvents(rows: readonly NewAccountEvent[], now: Date): Statement {
  return {
    text: `
      insert into account_events (workspace_id, id, waba_account_id, number_id, waba_id, field, event, title, severity, data, dedupe_key, at, created_at)
      select item.*, $13 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                                     $10::jsonb[], $11::bytea[], $12::timestamptz[]) as item
      on conflict (workspace_id, dedupe_key) do nothing
      returning id`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.id),
      rows.map((row) => row.wabaAccountId),
      rows.map((row) => row.numberId),
      rows.map((row) => row.wabaId),
      rows.map((row) => row.field),
      rows.map((row) => row.event),
      rows.map((row) => row.title),
      rows.map((row) => row.severity),
      rows.map((row) => JSON.stringify(row.data)),
      rows.map((row) => row.dedupeKey),
      rows.map((row) => row.at),
      now,
    ],
  };
}

/** Newest first; index account_events_newest. */
export function selectAccountEventsPage(workspaceId: string, before: { at: Date; id: string } | null, limit: number): Statement {
  return {
    text: `select id, at, field, event, waba_id as "wabaId", number_id as "numberId", title, severity, data from account_events
            where workspace_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
            order by at desc, id desc limit $4`,
    values: [workspaceId, before?.at ?? null, before?.id ?? null, limit],
  };
}
