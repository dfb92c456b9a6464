-- Purpose: the page on which customers look after their own data: how it is set up, one-time codes, sessions, what was asked in messages.
-- Locks: none that anyone else can hold; new tables.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table self_service_settings (
  workspace_id uuid not null primary key,
  settings jsonb not null,
  updated_at timestamptz not null
);
select kabar_tenant_table('self_service_settings');

-- A code for a number that nobody has is a row like any other, with `contact_id` null: what is asked about one number tells nothing about it.
-- `address_hash`: keyed hash of the phone number, null where the code answers a message. `kind` session: opens the page; erase: asks whether
-- everything shall go. Codes and tokens are kept as hashes. The row goes after a day.
create table self_service_codes (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('session', 'erase')),
  contact_id uuid,
  address_hash bytea,
  code_hash bytea not null,
  token_hash bytea not null,
  attempts smallint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index self_service_codes_address on self_service_codes (workspace_id, address_hash, created_at desc);
create index self_service_codes_token on self_service_codes (workspace_id, token_hash);
create index self_service_codes_contact on self_service_codes (workspace_id, contact_id);
create index self_service_codes_age on self_service_codes (created_at);
select kabar_tenant_table('self_service_codes');

-- `token_hash`: SHA-256 of the secret in the cookie.
create table self_service_sessions (
  workspace_id uuid not null,
  token_hash bytea not null,
  contact_id uuid not null,
  proof text not null check (proof in ('whatsapp_code', 'whatsapp_sender')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, token_hash),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index self_service_sessions_contact on self_service_sessions (workspace_id, contact_id);
create index self_service_sessions_end on self_service_sessions (expires_at);
select kabar_tenant_table('self_service_sessions');
