-- Purpose: messages with their states, the dispatch table that the senders claim from, attempts, idempotency keys,
--   statuses that wait for their message, reactions.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Place of a status on the way of an outgoing message. A merge never lowers it; failed and cancelled are decided by rule.
create function kabar_message_rank(status text) returns smallint
  language sql immutable strict parallel safe
  return case status
    when 'queued' then 0 when 'held' then 0 when 'sending' then 1 when 'unknown' then 2
    when 'sent' then 3 when 'delivered' then 4 when 'read' then 5 else 9 end;
grant execute on function kabar_message_rank(text) to kabar_app, kabar_engine;

-- Not partitioned: an inbound message is known by (number, WhatsApp id) whenever it comes, and only one index over all
-- rows can refuse the second copy. No index mentions a status or a state time and pages keep room, so that status
-- updates touch no index at all (heap-only), which is 2.4 times the rate.
create table messages (
  workspace_id uuid not null,
  id uuid not null,
  number_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  type text not null,
  status text not null,
  category text,
  author_kind text not null check (author_kind in ('contact', 'member', 'api_key', 'phone', 'system')),
  author_id uuid,
  -- Sealed under the contact's key: { content, wamid?, context?, referral?, to? }; see modules/messages/README.md.
  content_sealed bytea not null,
  -- Which template a template message names; the send gate joins by it.
  template_name text,
  template_language text,
  wamid_hash bytea,
  -- Sealed apart, because it is learned after the content was written.
  wamid_sealed bytea,
  client_ref text,
  reply_to_id uuid,
  forwarded boolean not null default false,
  media_id uuid,
  reason_code text,
  -- { code, title, details } of WhatsApp's own refusal; digits of phone numbers taken out.
  meta_error jsonb,
  -- { category, type, model } as WhatsApp said with a status.
  pricing jsonb,
  resent boolean not null default false,
  attempt_count smallint not null default 0,
  occurred_at timestamptz not null,
  scheduled_at timestamptz,
  created_at timestamptz not null,
  queued_at timestamptz,
  sending_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  played_at timestamptz,
  failed_at timestamptz,
  cancelled_at timestamptz,
  edited_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id)
) with (fillfactor = 70);
create unique index messages_wamid on messages (workspace_id, number_id, wamid_hash) where wamid_hash is not null;
create unique index messages_client_ref on messages (workspace_id, client_ref) where client_ref is not null;
create index messages_thread on messages (workspace_id, conversation_id, occurred_at desc, id desc);
select kabar_tenant_table('messages');

create table message_reactions (
  workspace_id uuid not null,
  message_id uuid not null,
  reacted_by text not null check (reacted_by in ('contact', 'business')),
  emoji_sealed bytea,
  occurred_at timestamptz not null,
  primary key (workspace_id, message_id, reacted_by),
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade
);
select kabar_tenant_table('message_reactions');

-- What is still to be sent: narrow, short-lived rows, gone once the outcome is known. `seq` is the order of acceptance.
-- `state`: 0 ready; 1 being sent under `fence` of the number's lease; 2 outcome unknown, settled by a status or by the
-- workspace's rule at `due_at`; 3 held, looked at again at `due_at`; 4 waits for `due_at` (scheduled, or a refused try
-- that is repeated). `blocks` is true while a repeated try holds back later messages of its conversation.
create table dispatch (
  workspace_id uuid not null,
  message_id uuid not null,
  number_id uuid not null,
  conversation_id uuid not null,
  lane smallint not null,
  seq bigint generated always as identity,
  due_at timestamptz not null,
  state smallint not null default 0 check (state between 0 and 4),
  blocks boolean not null default false,
  attempt smallint not null default 0,
  holder text,
  fence bigint,
  primary key (workspace_id, message_id),
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
create index dispatch_ready on dispatch (number_id, lane, seq) where state = 0;
create index dispatch_conversation on dispatch (conversation_id, seq);
create index dispatch_sending on dispatch (number_id) where state = 1;
create index dispatch_waiting on dispatch (due_at) where state > 1;
select kabar_tenant_table('dispatch');

create table message_attempts (
  workspace_id uuid not null,
  message_id uuid not null,
  attempt smallint not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text not null check (outcome in ('in_progress', 'accepted', 'refused', 'retry', 'unknown')),
  http_status smallint,
  error_code integer,
  error_title text,
  primary key (workspace_id, message_id, attempt),
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade
);
select kabar_tenant_table('message_attempts');

-- The answer that a key led to, stored in the transaction of its effect. `fingerprint` is SHA-256 of the request.
create table idempotency_keys (
  workspace_id uuid not null,
  key text not null,
  fingerprint bytea not null,
  message_id uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
select kabar_tenant_table('idempotency_keys');

-- Statuses that came before the send was recorded, or for messages sent elsewhere; applied when the id becomes known.
create table pending_statuses (
  workspace_id uuid not null,
  number_id uuid not null,
  wamid_hash bytea not null,
  status text not null,
  occurred_at timestamptz not null,
  data jsonb,
  received_at timestamptz not null,
  primary key (workspace_id, number_id, wamid_hash, status)
);
create index pending_statuses_age on pending_statuses (received_at);
select kabar_tenant_table('pending_statuses');
