-- Purpose: WhatsApp Business Accounts, their numbers, the history of each number, and what WhatsApp tells about them.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- A WhatsApp Business Account with the credentials that reach it. Secrets are sealed under the workspace key; the verify
-- token is kept as SHA-256 only. `webhook_key` is the last part of the account's webhook address.
create table waba_accounts (
  workspace_id uuid not null,
  id uuid not null,
  provider text not null check (provider in ('cloud', 'emulator')),
  waba_id text not null,
  name text,
  webhook_key text not null unique,
  verify_token_hash bytea not null,
  -- Destroyed some days after disconnecting; until then deliveries under way are still taken.
  app_secret_sealed bytea,
  -- During a rotation deliveries signed with the old secret still arrive for a while.
  previous_app_secret_sealed bytea,
  previous_app_secret_until timestamptz,
  -- Destroyed on disconnecting.
  access_token_sealed bytea,
  token_expires_at timestamptz,
  -- The Meta app that the token belongs to, and SHA-256 of its secret: accounts of one app share what the app is told.
  app_id text,
  app_secret_hash bytea,
  -- { title, until, scope } while WhatsApp restricts the whole account.
  restriction jsonb,
  -- Moment that the restriction, or its end, speaks of; news of an earlier moment changes nothing.
  restriction_at timestamptz,
  review_status text,
  -- Callback address that Meta was told; differs from the present one after the public address changed.
  subscribed_url text,
  subscribed_at timestamptz,
  templates_synced_at timestamptz,
  templates_due_at timestamptz,
  created_at timestamptz not null,
  disconnected_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, provider, waba_id)
);
-- An account belongs to one workspace at a time, across all workspaces.
create unique index waba_accounts_connected on waba_accounts (provider, waba_id) where disconnected_at is null;
create index waba_accounts_templates_due on waba_accounts (templates_due_at) where disconnected_at is null;
select kabar_tenant_table('waba_accounts');

create table numbers (
  workspace_id uuid not null,
  id uuid not null,
  waba_account_id uuid not null,
  phone_number_id text not null,
  display_phone_number text not null,
  verified_name text,
  status text not null check (status in ('connected', 'needs_attention', 'disconnected')),
  quality text not null default 'unknown' check (quality in ('green', 'yellow', 'red', 'unknown')),
  limit_tier text,
  throughput_per_second integer not null default 80 check (throughput_per_second between 1 and 10000),
  -- Status as WhatsApp names it, e.g. CONNECTED.
  meta_status text,
  name_status text,
  account_mode text,
  is_on_business_app boolean not null default false,
  -- { canSend, problems: [{ entity, code, title, nextStep }] } from WhatsApp's own health check.
  health jsonb,
  -- { title, until, scope } while WhatsApp restricts this number.
  restriction jsonb,
  -- Reason code why sending is pointless until somebody acts; the dispatcher holds messages while it is set.
  hold_reason text,
  last_webhook_at timestamptz,
  refreshed_at timestamptz,
  refresh_due_at timestamptz,
  -- Newest moment that the facts above speak of, whole seconds; a webhook about an earlier moment changes nothing.
  facts_at timestamptz,
  connected_at timestamptz not null,
  disconnected_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, phone_number_id),
  foreign key (workspace_id, waba_account_id) references waba_accounts (workspace_id, id)
);
-- A number is connected once, across all workspaces.
create unique index numbers_connected on numbers (phone_number_id) where disconnected_at is null;
create index numbers_account on numbers (workspace_id, waba_account_id);
create index numbers_refresh_due on numbers (refresh_due_at) where disconnected_at is null;
select kabar_tenant_table('numbers');

-- One line per thing that happened to a number. `text` is a sentence for people.
create table number_events (
  workspace_id uuid not null,
  id uuid not null,
  number_id uuid not null,
  at timestamptz not null,
  kind text not null,
  text text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, number_id) references numbers (workspace_id, id)
);
create index number_events_newest on number_events (workspace_id, number_id, at desc, id desc);
select kabar_tenant_table('number_events');

-- What WhatsApp told about an account, number, template, group, call or form. `dedupe_key` is SHA-256 over what was told,
-- so that a delivery that comes twice makes one row. `data` holds no identifier of a customer.
create table account_events (
  workspace_id uuid not null,
  id uuid not null,
  waba_account_id uuid,
  number_id uuid,
  waba_id text,
  field text not null,
  event text,
  title text not null,
  severity text not null check (severity in ('info', 'warn', 'bad')),
  data jsonb not null,
  dedupe_key bytea not null,
  at timestamptz not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, dedupe_key)
);
create index account_events_newest on account_events (workspace_id, at desc, id desc);
create index account_events_number on account_events (workspace_id, number_id, at desc, id desc) where number_id is not null;
select kabar_tenant_table('account_events');

-- Processes keep credentials in memory for speed; this tells all of them at commit which account or number changed.
create function kabar_notify_connection() returns trigger
  language plpgsql
as $$
begin
  if tg_table_name = 'numbers' then
    perform pg_notify('kabar_connections', new.workspace_id::text || ' ' || new.waba_account_id::text);
  else
    perform pg_notify('kabar_connections', new.workspace_id::text || ' ' || new.id::text);
  end if;
  return null;
end
$$;
create trigger waba_accounts_changed after insert or update of webhook_key, verify_token_hash, app_secret_sealed,
    previous_app_secret_sealed, access_token_sealed, disconnected_at on waba_accounts
  for each row execute function kabar_notify_connection();
create trigger numbers_changed after insert or update of waba_account_id, phone_number_id, disconnected_at on numbers
  for each row execute function kabar_notify_connection();
