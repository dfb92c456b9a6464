-- Purpose: webhooks to servers of customers: endpoints with their secrets, events, deliveries, attempts, replays, hourly figures.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Where events of a workspace are posted to. `failing_since`, `failure_count` and `open_until` are the breaker, written by whoever holds the
-- endpoint's lease.
create table webhook_endpoints (
  workspace_id uuid not null,
  id uuid not null,
  -- Addresses often hold a token; the host alone is readable, for the list of recipients.
  url_sealed bytea not null,
  host text not null,
  description text not null default '',
  event_types text[] not null,
  status text not null default 'enabled' check (status in ('enabled', 'disabled')),
  disabled_reason text check (disabled_reason in ('member', 'failing', 'gone')),
  disabled_at timestamptz,
  format text not null check (format in ('kabar', 'meta')),
  payload text not null check (payload in ('thin', 'full')),
  ordering text not null check (ordering in ('none', 'conversation')),
  signature text not null check (signature in ('hmac', 'ed25519')),
  -- JSON { name: value } of the workspace's own headers, and the token of Meta's verification.
  headers_sealed bytea,
  header_names text[] not null default '{}',
  verify_token_sealed bytea,
  max_in_flight smallint not null check (max_in_flight between 1 and 64),
  rate_per_second smallint check (rate_per_second between 1 and 1000),
  created_by_kind text not null check (created_by_kind in ('member', 'api_key')),
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  failing_since timestamptz,
  failure_count integer not null default 0,
  open_until timestamptz,
  last_success_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 70);
select kabar_tenant_table('webhook_endpoints');

-- What signs. The newest that has not expired is the endpoint's own; older ones sign beside it until `expires_at`.
create table webhook_secrets (
  workspace_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  kind text not null check (kind in ('hmac', 'ed25519', 'meta')),
  secret_sealed bytea not null,
  public_key text,
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id) on delete cascade
);
create index webhook_secrets_endpoint on webhook_secrets (workspace_id, endpoint_id);
select kabar_tenant_table('webhook_secrets');

-- What happened, in the words that receivers see: public ids in `data`, never content. The id is made from what happened, so that the same
-- happening can be told only once.
create table webhook_events (
  workspace_id uuid not null,
  id uuid not null,
  type text not null,
  data jsonb not null,
  contact_id uuid,
  conversation_id uuid,
  message_id uuid,
  occurred_at timestamptz not null,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index webhook_events_created on webhook_events (workspace_id, created_at);
create index webhook_events_old on webhook_events (created_at);
create index webhook_events_contact on webhook_events (workspace_id, contact_id) where contact_id is not null;
create index webhook_events_message on webhook_events (workspace_id, message_id) where message_id is not null;
select kabar_tenant_table('webhook_events');

-- An event on its way to an endpoint. `seq` is the order in which they were made.
create table webhook_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  seq bigint generated always as identity not null,
  order_key uuid,
  status text not null default 'pending' check (status in ('pending', 'succeeded', 'failed', 'cancelled')),
  attempt_count smallint not null default 0,
  next_attempt_at timestamptz not null,
  http_status smallint,
  failure text,
  duration_ms integer,
  replay_of uuid,
  replay_id uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id) on delete cascade,
  foreign key (workspace_id, event_id) references webhook_events (workspace_id, id) on delete cascade
) with (fillfactor = 70);
create index webhook_deliveries_due on webhook_deliveries (workspace_id, endpoint_id, next_attempt_at) where status = 'pending';
create index webhook_deliveries_order on webhook_deliveries (workspace_id, endpoint_id, order_key, seq)
  where status = 'pending' and order_key is not null;
create index webhook_deliveries_endpoint on webhook_deliveries (workspace_id, endpoint_id, id);
create index webhook_deliveries_event on webhook_deliveries (workspace_id, event_id);
create index webhook_deliveries_replay on webhook_deliveries (workspace_id, replay_id) where replay_id is not null;
select kabar_tenant_table('webhook_deliveries');

-- One request and its answer. What was said is sealed under the contact's key where the event is about one, otherwise under the workspace's.
-- Without `request_sealed` the body was a thin event and is made again from it.
create table webhook_attempts (
  workspace_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  endpoint_id uuid not null,
  contact_id uuid,
  number smallint not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  outcome text not null check (outcome in ('succeeded', 'failed')),
  http_status smallint,
  failure text,
  request_sealed bytea,
  response_sealed bytea,
  response_hash bytea,
  primary key (workspace_id, id),
  foreign key (workspace_id, delivery_id) references webhook_deliveries (workspace_id, id) on delete cascade
);
create index webhook_attempts_delivery on webhook_attempts (workspace_id, delivery_id, number);
create index webhook_attempts_contact on webhook_attempts (workspace_id, contact_id) where contact_id is not null;
select kabar_tenant_table('webhook_attempts');

create table webhook_replays (
  workspace_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  which text not null check (which in ('failed', 'missing', 'all')),
  since timestamptz not null,
  until timestamptz not null,
  continue_from timestamptz,
  total_count integer not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id) on delete cascade
);
create index webhook_replays_endpoint on webhook_replays (workspace_id, endpoint_id);
select kabar_tenant_table('webhook_replays');

-- How tries went, by endpoint and hour. `duration_counts` counts by the classes that the module names.
create table webhook_hours (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  since timestamptz not null,
  success_count integer not null default 0,
  failure_count integer not null default 0,
  duration_counts integer[] not null,
  primary key (workspace_id, endpoint_id, since),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id) on delete cascade
) with (fillfactor = 50);
select kabar_tenant_table('webhook_hours');
