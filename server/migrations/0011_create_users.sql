-- Purpose: people, how they prove who they are, their sessions, one-time links, and throttling of sign-in.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible
--
-- The columns of the first four tables are those that better-auth 1.7 works with, under our names; a test compares them
-- with its own schema check.

create table users (
  id uuid primary key,
  name text not null,
  email text not null check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  language text not null default 'en' check (language in ('en', 'id')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index users_email on users (email);

-- One row per way of signing in; `password` is sealed (see modules/users/README.md).
create table user_credentials (
  id uuid primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index user_credentials_user on user_credentials (user_id);
create unique index user_credentials_provider on user_credentials (provider_id, account_id);

-- `token` is the SHA-256 of the secret in the cookie, so reading this table lets nobody in.
create table user_sessions (
  id uuid primary key,
  expires_at timestamptz not null,
  token text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_seen_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id uuid not null references users (id) on delete cascade
);
create unique index user_sessions_token on user_sessions (token);
create index user_sessions_user on user_sessions (user_id);
create index user_sessions_expiry on user_sessions (expires_at);

-- Open one-time links; `identifier` is a hash of the token in the mail.
create table user_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index user_verifications_identifier on user_verifications (identifier);
create index user_verifications_expiry on user_verifications (expires_at);

-- Attempts counted per bucket; the bucket is a keyed hash, so neither addresses nor networks can be read here.
create table throttle_buckets (
  bucket bytea primary key,
  started_at timestamptz not null,
  until timestamptz not null,
  attempt_count integer not null
) with (fillfactor = 70);
create index throttle_buckets_until on throttle_buckets (until);

-- Networks from which somebody signed in before; those stay open when an account is under attack from elsewhere.
create table known_networks (
  bucket bytea primary key,
  seen_at timestamptz not null
);
create index known_networks_seen on known_networks (seen_at);
