-- Purpose: requests of people about their own data, their steps, history, codes that prove identity, and how the office of a workspace works.
-- Locks: exports for a moment, to change a check; otherwise new tables.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The workspace of requests about accounts is the installation itself (see the key ring): the queue of the operator. No foreign key to contacts:
-- a request outlives the person's data. `*_sealed` is sealed under the workspace key; `subject_sealed` (who asks) is emptied when their data is
-- erased. `subject_hash`: keyed hash of the phone number or address, to find a second request of the same person.
create table privacy_requests (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('access', 'portability', 'rectify', 'erase', 'restrict', 'object', 'withdraw_consent')),
  kind_guessed boolean not null default false,
  purpose text,
  state text not null check (state in ('received', 'identity_check', 'duplicate', 'denied', 'planned', 'veto_window', 'executing', 'verifying',
                                       'partial', 'done', 'cancelled', 'forwarded')),
  channel text not null check (channel in ('member', 'api', 'mail', 'form', 'customer', 'whatsapp')),
  contact_id uuid,
  user_id uuid,
  subject_sealed bytea,
  subject_hash bytea,
  language text not null check (language in ('en', 'id')),
  residence text,
  country text,
  is_child boolean not null default false,
  received_at timestamptz not null,
  -- [{ basis, ackDueAt, actionDueAt, extendUntil, notify, source }] as the module law gives them.
  clocks jsonb not null,
  ack_due_at timestamptz,
  acked_at timestamptz,
  due_at timestamptz not null,
  extend_until timestamptz,
  extended_at timestamptz,
  extension_sealed bytea,
  identity text not null default 'open' check (identity in ('open', 'code_sent', 'proved', 'judged')),
  identity_method text,
  identity_by uuid,
  identity_at timestamptz,
  identity_sealed bytea,
  planned_by uuid,
  approved_by uuid,
  veto_until timestamptz,
  -- Whether this request restricted the person for as long as it waits; taken back when it is stopped.
  has_restricted boolean not null default false,
  denial text,
  denial_sealed bytea,
  duplicate_of uuid,
  -- The request in the other queue that this one was handed to or came from; `forward_queue` is where that one stands.
  forward_workspace_id uuid,
  forward_id uuid,
  forward_queue text check (forward_queue in ('operator', 'workspace')),
  forward_direction text check (forward_direction in ('to', 'from')),
  export_id uuid,
  erasure_id uuid,
  -- The mail address for the last answer, kept while the person is erased and emptied when the request is closed.
  reply_sealed bytea,
  -- What is to be answered to the account holder, sealed; only in the queue of the operator.
  answer_sealed bytea,
  -- The percentages of the time at which members were reminded already: 1 half, 2 four fifths, 4 all of it.
  reminded smallint not null default 0,
  receipt jsonb,
  lease_until timestamptz,
  created_kind text not null check (created_kind in ('member', 'api_key', 'person', 'operator', 'system')),
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, duplicate_of) references privacy_requests (workspace_id, id)
);
create index privacy_requests_open on privacy_requests (workspace_id, due_at, id) where closed_at is null;
create index privacy_requests_closed on privacy_requests (workspace_id, closed_at desc, id desc) where closed_at is not null;
create index privacy_requests_duplicate on privacy_requests (workspace_id, duplicate_of);
create index privacy_requests_contact on privacy_requests (workspace_id, contact_id) where contact_id is not null;
create index privacy_requests_subject on privacy_requests (workspace_id, subject_hash) where subject_hash is not null;
select kabar_tenant_table('privacy_requests');

-- Steps in the order they are shown. A step is repeated until it is done; doing one twice is harmless.
create table privacy_request_tasks (
  workspace_id uuid not null,
  request_id uuid not null,
  key text not null,
  position smallint not null,
  is_manual boolean not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'skipped')),
  attempts integer not null default 0,
  removed integer,
  kept jsonb not null default '[]',
  note_sealed bytea,
  -- A word of ours for what went wrong, never a text from outside.
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  next_try_at timestamptz,
  primary key (workspace_id, request_id, key),
  foreign key (workspace_id, request_id) references privacy_requests (workspace_id, id) on delete cascade
);
select kabar_tenant_table('privacy_request_tasks');

-- What happened to a request. Ids and words of ours only.
create table privacy_request_events (
  workspace_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('member', 'api_key', 'person', 'operator', 'system')),
  actor_id uuid,
  data jsonb not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, request_id) references privacy_requests (workspace_id, id) on delete cascade
);
create index privacy_request_events_request on privacy_request_events (workspace_id, request_id, id);
select kabar_tenant_table('privacy_request_events');

-- Codes that prove who asks, as keyed hash. The newest of a request counts; it dies after its time, its use, or too many wrong tries.
create table privacy_request_codes (
  workspace_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  code_hash bytea not null,
  via text not null check (via in ('whatsapp', 'mail')),
  attempts smallint not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, request_id) references privacy_requests (workspace_id, id) on delete cascade
);
create index privacy_request_codes_request on privacy_request_codes (workspace_id, request_id, sent_at desc);
select kabar_tenant_table('privacy_request_codes');

-- How the office of a workspace works. `mail_key` is the random name of the address that takes mails; the secret signs them.
create table privacy_offices (
  workspace_id uuid not null primary key,
  settings jsonb not null,
  mail_key text unique,
  mail_secret_sealed bytea,
  updated_at timestamptz not null
);
select kabar_tenant_table('privacy_offices');

-- A file that answers a request of the person belongs to that request and to no member.
alter table exports drop constraint exports_actor_kind_check;
alter table exports add constraint exports_actor_kind_check check (actor_kind in ('member', 'api_key', 'request'));
