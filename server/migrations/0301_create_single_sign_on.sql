-- Purpose: sign-in at a workspace's own identity provider: the provider, the domains it may speak for, and whom it vouched for.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One provider per workspace. `proved_at`: when somebody last came in through exactly these settings.
create table single_sign_on_providers (
  workspace_id uuid primary key references workspaces (id) on delete cascade,
  issuer text not null,
  client_id text not null,
  client_secret_sealed bytea,
  may_join boolean not null,
  join_role text not null check (join_role in ('admin', 'manager', 'agent')),
  is_on boolean not null,
  proved_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
select kabar_tenant_table('single_sign_on_providers');

-- Domains whose addresses the provider may speak for, once DNS showed that they are the workspace's.
create table single_sign_on_domains (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  domain text not null check (domain = lower(domain)),
  token text not null,
  created_at timestamptz not null,
  verified_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, domain)
);
-- Unique in the whole installation on purpose: an address leads to one provider, and whoever learns here that a domain is taken has just shown that it is theirs.
create unique index single_sign_on_domains_verified on single_sign_on_domains (domain) where verified_at is not null;
select kabar_tenant_table('single_sign_on_domains');

-- Whom the provider vouched for. The subject is kept as a hash: it is only ever compared. A row without a membership is somebody who was removed.
create table single_sign_on_identities (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  subject_hash text not null,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (workspace_id, subject_hash)
);
create index single_sign_on_identities_user on single_sign_on_identities (user_id);
select kabar_tenant_table('single_sign_on_identities');

-- Visits to a provider that did not come back yet, by the hash of the token in the browser's cookie.
create table single_sign_on_visits (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  token_hash text not null,
  session_id uuid references user_sessions (id) on delete cascade,
  next text,
  time_zone text,
  expires_at timestamptz not null,
  primary key (workspace_id, token_hash)
);
create index single_sign_on_visits_session on single_sign_on_visits (session_id);
create index single_sign_on_visits_expiry on single_sign_on_visits (expires_at);
select kabar_tenant_table('single_sign_on_visits');
