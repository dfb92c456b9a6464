import type { ConsentStateName, MarketingRule, SuppressionScope } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** One message that may go out, with all that the gate and the sender need. Column names are the database's. */
export type ReadyRow = {
  workspace_id: string;
  message_id: string;
  number_id: string;
  conversation_id: string;
  attempt: number;
  contact_id: string;
  type: string;
  status: string;
  reason_code: string | null;
  content_sealed: Buffer;
  reply_to_id: string | null;
  reply_to_wamid_sealed: Buffer | null;
  message_category: string | null;
  automatic_reason: string | null;
  marketing_consent: ConsentStateName | null;
  messages_consent: ConsentStateName | null;
  /** The widest active suppression of any identifier of the contact; null: none. */
  suppressed_from: SuppressionScope | null;
  /** Null: the workspace changed nothing. */
  marketing_rule: MarketingRule | null;
  contact_blocked: boolean;
  contact_erased: boolean;
  contact_restricted: boolean;
  workspace_closing: boolean;
  window_expires_at: Date | null;
  number_status: 'connected' | 'needs_attention' | 'disconnected';
  number_hold_reason: string | null;
  number_restriction: { until: string | null; scope?: 'all' | 'business_initiated' } | null;
  account_restriction: { until: string | null; scope?: 'all' | 'business_initiated' } | null;
  template_status: string | null;
  template_category: string | null;
  template_paused_until: Date | null;
  /** Something of this account was acknowledged in time and not read yet: it may be a stop. */
  is_unheard: boolean;
};

/**
 * Locks up to `limits[i]` ready messages of `numberIds[i]`, in the order marketing last, then of acceptance, and gives
 * them with the facts of the gate as they are now. Only the first waiting message of a conversation is ready: while one
 * is being sent or repeated, those behind it wait.
 *
 * Consent is read here and nowhere earlier: states and suppressions of every identifier as they are committed now. `is_unheard` is of the same
 * snapshot, so a delivery received by `heardUntil[i]` is either in the consent given here or makes it true.
 * The plan may not depend on how many messages there are: it is made once per connection, perhaps while there are none, and takes ten thousand rows where
 * the limits say eight. So the locking is materialized, and large tables are asked row by row (`limit 1` keeps them from being joined whole).
 * Relies on dispatch_ready (number, lane, seq), dispatch_conversation and intake_deliveries_open. Rows locked by somebody else are passed over.
 */
export function selectReady(numberIds: readonly string[], limits: readonly number[], heardUntil: readonly Date[]): Statement {
  return {
    name: 'dispatch_select_ready',
    text: `
with p as materialized (
  select p.number_id, p.limit_count,
         exists (select from numbers n
                   join intake_deliveries i on i.workspace_id = n.workspace_id and i.waba_account_id = n.waba_account_id
                  where n.id = p.number_id and i.processed_at is null and i.received_at <= p.heard_until) as is_unheard
    from unnest($1::uuid[], $2::int[], $3::timestamptz[]) as p(number_id, limit_count, heard_until)
), d as materialized (
  select d.*, p.is_unheard
    from p
   cross join lateral (
      select * from dispatch d
       where d.number_id = p.number_id and d.state = 0
         and not exists (select from dispatch e
                          where e.conversation_id = d.conversation_id and e.seq < d.seq and e.lane <= d.lane
                            and (e.state in (0, 1) or (e.state = 4 and e.blocks)))
       order by d.lane, d.seq
       limit p.limit_count
         for no key update skip locked
    ) d
)
select d.workspace_id, d.message_id, d.number_id, d.conversation_id, d.attempt, m.contact_id, m.type, m.status, m.reason_code, m.content_sealed,
       m.reply_to_id, r.wamid_sealed as reply_to_wamid_sealed,
       m.category as message_category, m.automatic_reason, 
       (select g.state from consent_states g
         where g.workspace_id = m.workspace_id and g.contact_id = m.contact_id and g.purpose = 'marketing' and g.category = '') as marketing_consent,
       (select g.state from consent_states g
         where g.workspace_id = m.workspace_id and g.contact_id = m.contact_id and g.purpose = 'messages' and g.category = '') as messages_consent,
       s.scope as suppressed_from, k.marketing_rule,
       (select w.deletes_at is not null from workspaces w where w.id = d.workspace_id) as workspace_closing,
       c.erased_at is not null as contact_erased, c.blocked_at is not null as contact_blocked,
       c.restricted_at is not null as contact_restricted, v.window_expires_at,
       n.status as number_status, n.hold_reason as number_hold_reason, n.restriction as number_restriction,
       a.restriction as account_restriction, t.status as template_status, t.category as template_category,
       t.paused_until as template_paused_until, d.is_unheard
  from d
  cross join lateral (select * from messages m where m.workspace_id = d.workspace_id and m.id = d.message_id limit 1) m
  cross join lateral (select * from contacts c where c.workspace_id = m.workspace_id and c.id = m.contact_id limit 1) c
  cross join lateral (select * from conversations v where v.workspace_id = m.workspace_id and v.id = m.conversation_id limit 1) v
  left join consent_settings k on k.workspace_id = m.workspace_id
  left join lateral (
    select min(u.scope) as scope -- 'all' before 'marketing'
      from contact_identifiers i
      join suppressions u on u.workspace_id = i.workspace_id and u.match_kind = i.match_kind and u.match_hash = i.match_hash
     where i.workspace_id = m.workspace_id and i.contact_id = m.contact_id and u.lifted_at is null
  ) s on true
  join numbers n on n.workspace_id = d.workspace_id and n.id = d.number_id
  join waba_accounts a on a.workspace_id = n.workspace_id and a.id = n.waba_account_id
  left join templates t on t.workspace_id = n.workspace_id and t.waba_account_id = n.waba_account_id
                       and t.name = m.template_name and t.language = m.template_language
  left join lateral (select r.wamid_sealed from messages r where r.workspace_id = m.workspace_id and r.id = m.reply_to_id limit 1) r on true
 order by d.lane, d.seq`,
    values: [numberIds, limits, heardUntil],
  };
}

/** One message of a claim that goes out now, under the lease of its number. */
export type ClaimedKey = {
  workspaceId: string;
  messageId: string;
  numberId: string;
  fence: number;
  attempt: number;
  category: string | null;
};

/**
 * Marks messages as being sent and opens their attempts, in one statement. Nothing is marked whose number's lease is not
 * ours any more under the fence given: those ids are missing in the answer.
 */
export function markSending(items: readonly ClaimedKey[], holder: string, leasePrefix: string, now: Date): Statement {
  return {
    name: 'dispatch_mark_sending',
    text: `
with i as materialized (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::smallint[], $6::text[])
    as i(workspace_id, message_id, number_id, fence, attempt, category)
), held as materialized (
  select l.name from leases l
   where l.name in (select distinct $8 || i.number_id::text from i) and l.holder = $7 and l.until > clock_timestamp()
   order by l.name
     for share
), d as (
  update dispatch d set state = 1, attempt = i.attempt, holder = $7, fence = i.fence, blocks = false
    from i
   where d.workspace_id = i.workspace_id and d.message_id = i.message_id and d.state = 0
     and exists (select from held join leases l on l.name = held.name where held.name = $8 || i.number_id::text and l.fence = i.fence)
  returning d.workspace_id, d.message_id
), m as (
  update messages m set status = 'sending', sending_at = $9, attempt_count = i.attempt, reason_code = null,
         category = coalesce(i.category, m.category)
    from i join d on d.workspace_id = i.workspace_id and d.message_id = i.message_id
   where m.workspace_id = i.workspace_id and m.id = i.message_id
), a as (
  insert into message_attempts (workspace_id, message_id, attempt, started_at, outcome)
  select i.workspace_id, i.message_id, i.attempt, $9, 'in_progress'
    from i join d on d.workspace_id = i.workspace_id and d.message_id = i.message_id
  on conflict (workspace_id, message_id, attempt) do update set started_at = excluded.started_at, outcome = 'in_progress'
)
select message_id from d`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.messageId),
      items.map((item) => item.numberId),
      items.map((item) => item.fence),
      items.map((item) => item.attempt),
      items.map((item) => item.category),
      holder,
      leasePrefix,
      now,
    ],
  };
}

/** Takes messages out of dispatch for good because the gate refused them. Gives nothing. */
export function markSkipped(items: readonly { workspaceId: string; messageId: string; reason: string }[], now: Date): Statement {
  return {
    name: 'dispatch_mark_skipped',
    text: `
with i as (select * from unnest($1::uuid[], $2::uuid[], $3::text[]) as i(workspace_id, message_id, reason)),
gone as (delete from dispatch d using i where d.workspace_id = i.workspace_id and d.message_id = i.message_id)
update messages m set status = 'skipped', reason_code = i.reason, failed_at = $4
  from i where m.workspace_id = i.workspace_id and m.id = i.message_id`,
    values: [items.map((item) => item.workspaceId), items.map((item) => item.messageId), items.map((item) => item.reason), now],
  };
}

/** Holds messages until `recheckAt`, when the gate looks again. */
export function markHeld(items: readonly { workspaceId: string; messageId: string; reason: string }[], recheckAt: Date): Statement {
  return {
    name: 'dispatch_mark_held',
    text: `
with i as (select * from unnest($1::uuid[], $2::uuid[], $3::text[]) as i(workspace_id, message_id, reason)),
d as (
  update dispatch d set state = 3, due_at = $4, blocks = false, holder = null, fence = null
    from i where d.workspace_id = i.workspace_id and d.message_id = i.message_id
)
update messages m set status = 'held', reason_code = i.reason
  from i where m.workspace_id = i.workspace_id and m.id = i.message_id`,
    values: [items.map((item) => item.workspaceId), items.map((item) => item.messageId), items.map((item) => item.reason), recheckAt],
  };
}

/** Puts messages back in line until `dueAt` of each, without an attempt having been made (pair limit, lost lease). */
export function markWaiting(items: readonly { workspaceId: string; messageId: string; dueAt: Date }[]): Statement {
  return {
    name: 'dispatch_mark_waiting',
    text: `
update dispatch d set state = 4, due_at = i.due_at, blocks = true
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as i(workspace_id, message_id, due_at)
 where d.workspace_id = i.workspace_id and d.message_id = i.message_id`,
    values: [items.map((item) => item.workspaceId), items.map((item) => item.messageId), items.map((item) => item.dueAt)],
  };
}

/**
 * Makes what is due ready again: scheduled messages, repeated tries, held ones that the gate shall look at anew. At most
 * `limit` rows; gives the numbers concerned.
 */
export function promoteDue(now: Date, limit: number): Statement {
  return {
    name: 'dispatch_promote_due',
    text: `
with due as (
  select workspace_id, message_id from dispatch
   where state > 1 and due_at <= $1 and state in (3, 4)
   order by due_at limit $2
     for no key update skip locked
)
update dispatch d set state = 0, blocks = false from due
 where d.workspace_id = due.workspace_id and d.message_id = due.message_id
returning d.number_id`,
    values: [now, limit],
  };
}

/** Numbers that have something ready or left in sending; one probe of an index per connected number. */
export function selectNumbersWithWork(): Statement {
  return {
    name: 'dispatch_select_numbers',
    text: `
select n.workspace_id, n.id as number_id, n.throughput_per_second
  from numbers n
 where exists (select from dispatch d where d.number_id = n.id and d.state = 0)
    or exists (select from dispatch d where d.number_id = n.id and d.state = 1)`,
  };
}

/** One message found in sending although this process, which holds the number's lease anew, did not send it. */
export type OrphanRow = {
  workspace_id: string;
  message_id: string;
  number_id: string;
  conversation_id: string;
  attempt: number;
  holder: string | null;
};

/** Messages left in sending by earlier holders of these numbers' leases. */
export function selectOrphans(numberIds: readonly string[], holder: string): Statement {
  return {
    name: 'dispatch_select_orphans',
    text: `
select workspace_id, message_id, number_id, conversation_id, attempt, holder from dispatch
 where number_id = any($1::uuid[]) and state = 1 and holder is distinct from $2
 order by workspace_id, message_id
   for no key update`,
    values: [numberIds, holder],
  };
}

/** Puts messages of `holder` that provably never left back in line; their attempt did not happen. */
export function markNeverSent(items: readonly { workspaceId: string; messageId: string; attempt: number; holder: string }[]): Statement {
  return {
    name: 'dispatch_mark_never_sent',
    text: `
with i as (select * from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[]) as i(workspace_id, message_id, attempt, holder)),
d as (
  update dispatch d set state = 0, attempt = greatest(d.attempt - 1, 0), holder = null, fence = null, blocks = false
    from i where d.workspace_id = i.workspace_id and d.message_id = i.message_id and d.state = 1 and d.holder = i.holder
  returning d.workspace_id, d.message_id
), a as (
  delete from message_attempts a using i join d on d.workspace_id = i.workspace_id and d.message_id = i.message_id
   where a.workspace_id = i.workspace_id and a.message_id = i.message_id and a.attempt = i.attempt and a.outcome = 'in_progress'
)
update messages m set status = 'queued', sending_at = null, attempt_count = greatest(m.attempt_count - 1, 0)
  from d where m.workspace_id = d.workspace_id and m.id = d.message_id and m.status = 'sending'`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.messageId),
      items.map((item) => item.attempt),
      items.map((item) => item.holder),
    ],
  };
}

/**
 * Marks messages whose outcome nobody knows. They wait until `reconcileAt` for a status that carries their id; one that
 * has come meanwhile is left as it is.
 */
export function markUnknown(
  items: readonly { workspaceId: string; messageId: string; attempt: number; httpStatus: number | null; errorTitle: string | null }[],
  reconcileAt: Date,
  now: Date,
): Statement {
  return {
    name: 'dispatch_mark_unknown',
    text: `
with i as (
  select * from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::smallint[], $5::text[])
    as i(workspace_id, message_id, attempt, http_status, error_title)
), d as (
  update dispatch d set state = 2, due_at = $6, holder = null, fence = null, blocks = false
    from i where d.workspace_id = i.workspace_id and d.message_id = i.message_id and d.state = 1
  returning d.workspace_id, d.message_id
), a as (
  update message_attempts a set outcome = 'unknown', finished_at = $7, http_status = i.http_status, error_title = i.error_title
    from i where a.workspace_id = i.workspace_id and a.message_id = i.message_id and a.attempt = i.attempt
)
update messages m set status = 'unknown', reason_code = 'outcome_unknown'
  from d where m.workspace_id = d.workspace_id and m.id = d.message_id and m.status = 'sending'
returning m.workspace_id, m.id, m.number_id, m.conversation_id`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.messageId),
      items.map((item) => item.attempt),
      items.map((item) => item.httpStatus),
      items.map((item) => item.errorTitle),
      reconcileAt,
      now,
    ],
  };
}

/** Marks everything that was due by `now` as unknown until `reconcileAt`, after a restore. Reads the whole table, once. */
export function markRestoredUnknown(now: Date, reconcileAt: Date): Statement {
  return {
    text: `
with d as (
  update dispatch set state = 2, due_at = $2, holder = null, fence = null, blocks = false
   where state in (0, 1, 3) or state = 4 and due_at <= $1
  returning workspace_id, message_id, attempt
), a as (
  update message_attempts a set outcome = 'unknown', finished_at = $1
    from d where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.outcome = 'in_progress'
)
update messages m set status = 'unknown', reason_code = 'outcome_unknown'
  from d where m.workspace_id = d.workspace_id and m.id = d.message_id and m.status in ('queued', 'held', 'sending')
returning m.id`,
    values: [now, reconcileAt],
  };
}

/** One unknown message whose reconcile time is over, with the rule of its workspace. */
export type OverdueUnknownRow = {
  workspace_id: string;
  message_id: string;
  number_id: string;
  conversation_id: string;
  unknown_rule: 'hold' | 'resend';
};

/** Locks unknown messages past their reconcile time. */
export function selectOverdueUnknown(now: Date, limit: number): Statement {
  return {
    name: 'dispatch_select_overdue',
    text: `
select d.workspace_id, d.message_id, d.number_id, d.conversation_id, w.unknown_rule
  from dispatch d join workspaces w on w.id = d.workspace_id
 where d.state > 1 and d.state = 2 and d.due_at <= $1
 order by d.due_at limit $2
   for no key update of d skip locked`,
    values: [now, limit],
  };
}

/** Sends unknown messages a second time, marked as such, by the workspace's rule or a person's decision. */
export function markResend(items: readonly { workspaceId: string; messageId: string }[]): Statement {
  return {
    name: 'dispatch_mark_resend',
    text: `
with i as (select * from unnest($1::uuid[], $2::uuid[]) as i(workspace_id, message_id)),
m as (
  update messages m set status = 'queued', resent = true, reason_code = 'resend_decided'
    from i where m.workspace_id = i.workspace_id and m.id = i.message_id and m.status = 'unknown'
  returning m.workspace_id, m.id, m.number_id, m.conversation_id, m.category, m.attempt_count, m.queued_at
)
insert into dispatch (workspace_id, message_id, number_id, conversation_id, lane, due_at, state, attempt)
select workspace_id, id, number_id, conversation_id, case when category = 'marketing' then 1 else 0 end, queued_at, 0, attempt_count from m
on conflict (workspace_id, message_id) do update set state = 0, blocks = false, holder = null, fence = null`,
    values: [items.map((item) => item.workspaceId), items.map((item) => item.messageId)],
  };
}

/** Leaves unknown messages to a person: they stay unknown and no longer wait by themselves. */
export function deleteDispatch(items: readonly { workspaceId: string; messageId: string }[]): Statement {
  return {
    name: 'dispatch_delete',
    text: `delete from dispatch d using unnest($1::uuid[], $2::uuid[]) as i(workspace_id, message_id)
            where d.workspace_id = i.workspace_id and d.message_id = i.message_id`,
    values: [items.map((item) => item.workspaceId), items.map((item) => item.messageId)],
  };
}

/** Holders that rows in sending still name; their journals are needed. */
export function selectSendingHolders(): Statement {
  return { text: 'select distinct holder from dispatch where state = 1 and holder is not null' };
}
