import type { Statement } from '#platform/db/tx';

/** One message that WhatsApp took. `wamidHash` and `wamidSealed` are null when they could not be made (key destroyed). */
export type AcceptedRow = {
  workspaceId: string;
  messageId: string;
  attempt: number;
  at: Date;
  httpStatus: number;
  wamidHash: Buffer;
  wamidSealed: Buffer;
};

/**
 * Records that WhatsApp took messages: wamid, sent time, attempt, and the dispatch row is gone. A status that overtook
 * the answer keeps its higher place. Gives the messages that were changed.
 */
export function recordAccepted(rows: readonly AcceptedRow[]): Statement {
  return {
    name: 'outcomes_accepted',
    text: `
with i as materialized (
  select i.workspace_id, i.message_id, i.attempt, i.at, i.http_status, decode(i.wamid_hash, 'base64') as wamid_hash,
         decode(i.wamid_sealed, 'base64') as wamid_sealed
    from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::smallint[], $6::text[], $7::text[])
      as i(workspace_id, message_id, attempt, at, http_status, wamid_hash, wamid_sealed)
), d as (
  delete from dispatch d using i where d.workspace_id = i.workspace_id and d.message_id = i.message_id
), a as (
  update message_attempts a set outcome = 'accepted', finished_at = i.at, http_status = i.http_status, error_code = null, error_title = null
    from i where a.workspace_id = i.workspace_id and a.message_id = i.message_id and a.attempt = i.attempt
)
update messages m
   set status = case when kabar_message_rank(m.status) < kabar_message_rank('sent') then 'sent' else m.status end,
       sent_at = least(m.sent_at, i.at), reason_code = case when m.status = 'failed' then m.reason_code end,
       wamid_hash = coalesce(m.wamid_hash, i.wamid_hash), wamid_sealed = coalesce(m.wamid_sealed, i.wamid_sealed)
  from i where m.workspace_id = i.workspace_id and m.id = i.message_id
returning m.workspace_id, m.id, m.number_id, m.conversation_id`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.messageId),
      rows.map((row) => row.attempt),
      rows.map((row) => row.at),
      rows.map((row) => row.httpStatus),
      rows.map((row) => row.wamidHash.toString('base64')),
      rows.map((row) => row.wamidSealed.toString('base64')),
    ],
  };
}

/** One message that did not go out in this try, with WhatsApp's error where there was one. */
export type RefusedRow = {
  workspaceId: string;
  messageId: string;
  attempt: number;
  at: Date;
  httpStatus: number | null;
  errorCode: number | null;
  errorTitle: string;
  reason: string;
  /** `{ code, title, details }` or null. */
  metaError: string | null;
};

/** Records refusals that are final. A message that a status has settled meanwhile stays as it is. */
export function recordFailed(rows: readonly RefusedRow[]): Statement {
  return {
    name: 'outcomes_failed',
    text: `
with i as materialized (${refusedInput}
), d as (
  delete from dispatch d using i where d.workspace_id = i.workspace_id and d.message_id = i.message_id
), a as (
  update message_attempts a set outcome = 'refused', finished_at = i.at, http_status = i.http_status, error_code = i.error_code, error_title = i.error_title
    from i where a.workspace_id = i.workspace_id and a.message_id = i.message_id and a.attempt = i.attempt
)
update messages m set status = 'failed', failed_at = i.at, reason_code = i.reason, meta_error = i.meta_error
  from i where m.workspace_id = i.workspace_id and m.id = i.message_id and m.status in ('sending', 'unknown', 'queued')
returning m.workspace_id, m.id, m.number_id, m.conversation_id`,
    values: refusedValues(rows),
  };
}

/** Records refusals after which the message is held until `recheckAt` (token refused, template paused …). */
export function recordHeld(rows: readonly RefusedRow[], recheckAt: Date): Statement {
  return {
    name: 'outcomes_held',
    text: `
with i as materialized (${refusedInput}
), d as (
  update dispatch d set state = 3, due_at = $10, blocks = false, holder = null, fence = null
    from i where d.workspace_id = i.workspace_id and d.message_id = i.message_id and d.state = 1 and d.attempt = i.attempt
), a as (
  update message_attempts a set outcome = 'refused', finished_at = i.at, http_status = i.http_status, error_code = i.error_code, error_title = i.error_title
    from i where a.workspace_id = i.workspace_id and a.message_id = i.message_id and a.attempt = i.attempt
)
update messages m set status = 'held', reason_code = i.reason, meta_error = i.meta_error
  from i where m.workspace_id = i.workspace_id and m.id = i.message_id and m.status = 'sending'
returning m.workspace_id, m.id, m.number_id, m.conversation_id`,
    values: [...refusedValues(rows), recheckAt],
  };
}

/** Records tries that provably sent nothing; the message goes out again at its `dueAt`. */
export function recordRetry(rows: readonly (RefusedRow & { dueAt: Date })[]): Statement {
  return {
    name: 'outcomes_retry',
    text: `
with i as materialized (${refusedInput}
), due as (
  select * from unnest($1::uuid[], $2::uuid[], $10::timestamptz[]) as due(workspace_id, message_id, due_at)
), d as (
  update dispatch d set state = 4, due_at = due.due_at, blocks = true, holder = null, fence = null
    from i join due on due.workspace_id = i.workspace_id and due.message_id = i.message_id
   where d.workspace_id = i.workspace_id and d.message_id = i.message_id and d.state = 1 and d.attempt = i.attempt
), a as (
  update message_attempts a set outcome = 'retry', finished_at = i.at, http_status = i.http_status, error_code = i.error_code, error_title = i.error_title
    from i where a.workspace_id = i.workspace_id and a.message_id = i.message_id and a.attempt = i.attempt
)
update messages m set status = 'queued'
  from i where m.workspace_id = i.workspace_id and m.id = i.message_id and m.status = 'sending'
returning m.workspace_id, m.id, m.number_id, m.conversation_id`,
    values: [...refusedValues(rows), rows.map((row) => row.dueAt)],
  };
}

const refusedInput = `
  select * from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::smallint[], $6::int[], $7::text[], $8::text[], $9::jsonb[])
    as i(workspace_id, message_id, attempt, at, http_status, error_code, error_title, reason, meta_error)`;

function refusedValues(rows: readonly RefusedRow[]): unknown[] {
  return [
    rows.map((row) => row.workspaceId),
    rows.map((row) => row.messageId),
    rows.map((row) => row.attempt),
    rows.map((row) => row.at),
    rows.map((row) => row.httpStatus),
    rows.map((row) => row.errorCode),
    rows.map((row) => row.errorTitle),
    rows.map((row) => row.reason),
    rows.map((row) => row.metaError),
  ];
}
