-- Purpose: second factors, passkeys, recovery codes, devices, the history of sign-ins, and what a session knows of how it began.
-- Locks: user_sessions and user_credentials for as long as a catalogue entry takes (columns with constant defaults); new objects otherwise.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- `proved_at`: when a factor was last shown; null: at the sign-in. `single_sign_on_workspace_id`: begun at that workspace's provider, and good for
-- nothing else. Browser, system, network and time zone are coarse words for the list of sessions; the raw user agent is not kept.
alter table user_sessions
  add column proved_at timestamptz,
  add column method text not null default 'password' check (method in ('password', 'passkey', 'single_sign_on')),
  add column has_second_factor boolean not null default false,
  add column single_sign_on_workspace_id uuid,
  add column browser text,
  add column system text,
  add column network text,
  add column time_zone text;

-- True for a password that was accepted because a second factor stands beside it.
alter table user_credentials add column needs_second_factor boolean not null default false;

-- The seed of codes by time. Unconfirmed until a first code was right. `last_step`: the newest step a code was taken for, so that none is taken twice.
create table user_totp (
  user_id uuid primary key references users (id) on delete cascade,
  secret_sealed bytea not null,
  last_step bigint,
  created_at timestamptz not null,
  confirmed_at timestamptz
) with (fillfactor = 70);

create table user_passkeys (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  credential_id text not null,
  public_key text not null,
  sign_count bigint not null,
  transports text[] not null,
  is_synced boolean not null,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null,
  last_used_at timestamptz
) with (fillfactor = 70);
create unique index user_passkeys_credential on user_passkeys (credential_id);
create index user_passkeys_user on user_passkeys (user_id);

-- One-time codes for somebody without their factor: SHA-256 of 120 random bits each.
create table user_recovery_codes (
  user_id uuid not null references users (id) on delete cascade,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- Something half done in one browser: a sign-in that waits for its second factor, a question put to an authenticator.
create table user_challenges (
  token_hash text primary key,
  kind text not null check (kind in ('sign_in', 'passkey_sign_in', 'passkey_add', 'step_up')),
  user_id uuid references users (id) on delete cascade,
  session_id uuid references user_sessions (id) on delete cascade,
  challenge text,
  attempt_count integer not null default 0,
  expires_at timestamptz not null
);
create index user_challenges_user on user_challenges (user_id);
create index user_challenges_session on user_challenges (session_id);
create index user_challenges_expiry on user_challenges (expires_at);

-- Browsers that signed in before, by the SHA-256 of the token in their cookie.
create table user_devices (
  user_id uuid not null references users (id) on delete cascade,
  token_hash text not null,
  browser text,
  system text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (user_id, token_hash)
);
create index user_devices_seen on user_devices (last_seen_at);

-- What happened at the door of an account, for its owner, in coarse words.
create table user_sign_ins (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  at timestamptz not null,
  outcome text not null check (outcome in ('signed_in', 'wrong_password', 'wrong_second_factor', 'refused')),
  method text not null check (method in ('password', 'passkey', 'single_sign_on')),
  second_factor text check (second_factor in ('totp', 'passkey', 'recovery_code')),
  is_new_device boolean not null default false,
  browser text,
  system text,
  network text,
  time_zone text
);
create index user_sign_ins_user on user_sign_ins (user_id, at desc, id desc);
create index user_sign_ins_at on user_sign_ins (at);

-- What a workspace asks of its members' sign-ins. `second_factor_from`: null, not asked; otherwise the end of the time to set one up.
create table workspace_sign_in_rules (
  workspace_id uuid primary key references workspaces (id) on delete cascade,
  second_factor_from timestamptz,
  single_sign_on_only boolean not null default false,
  updated_at timestamptz not null
);
select kabar_tenant_table('workspace_sign_in_rules');
