-- Purpose: API keys.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table api_keys (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  name text not null,
  -- SHA-256 of the whole key. The key has 190 random bits, so a slow hash would add nothing.
  key_hash bytea not null check (octet_length(key_hash) = 32),
  last_four text not null,
  scopes text[] not null,
  ip_allowlist text[] not null,
  created_by uuid references users (id) on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 80);
-- Unique over all workspaces: the hash of a random key is nobody's data, and the look-up knows no workspace yet.
create unique index api_keys_hash on api_keys (key_hash);
create index api_keys_creator on api_keys (created_by);
select kabar_tenant_table('api_keys');
