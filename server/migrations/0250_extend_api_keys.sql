-- Purpose: replacing keys with an overlap, limits per key, why a key was revoked, from which network it was last used; the addresses
--   from which a whole workspace may be used.
-- Locks: access exclusive on api_keys for moments; a scan of it for the foreign key.
-- Time at 10 M rows: not affected; there are as many keys as programs.
-- Kind: compatible

alter table api_keys
  add column requests_per_second integer check (requests_per_second > 0),
  -- The key that came in its place; until it expires, both work.
  add column replaced_by uuid,
  add column revoked_because text check (revoked_because in ('asked', 'leaked')),
  -- The first 24 bits of an IPv4 address, 48 of an IPv6 one.
  add column last_used_network text,
  add foreign key (workspace_id, replaced_by) references api_keys (workspace_id, id);
-- A key replaces one other at most.
create unique index api_keys_replaced_by on api_keys (workspace_id, replaced_by) where replaced_by is not null;
-- What the job looks through that tells of keys about to expire.
create index api_keys_expiry on api_keys (expires_at) where revoked_at is null and expires_at is not null;

-- Without a row a workspace can be used from anywhere.
create table ip_allowlists (
  workspace_id uuid primary key references workspaces (id) on delete cascade,
  ranges text[] not null check (cardinality(ranges) > 0),
  covers_members boolean not null,
  changed_at timestamptz not null
);
select kabar_tenant_table('ip_allowlists');
