-- Purpose: the key ring: workspace keys wrapped by the root key; contact, index and payload keys wrapped by workspace keys.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible
--
-- These tables are left out of the ordinary backup and backed up apart with a tail of at most 72 hours: a backup that
-- held them would bring destroyed keys back. Destroying overwrites `wrapped` with nothing and leaves a tombstone; the
-- former bytes are gone from the table's pages after vacuum, which therefore runs early here.

-- One workspace key per version; the highest is the primary. The workspace of all zeros is the installation itself, for
-- what belongs to no workspace.
create table workspace_keys (
  workspace_id uuid not null,
  version integer not null check (version > 0),
  wrapped bytea not null,
  root_key_id text not null,
  created_at timestamptz not null,
  superseded_at timestamptz,
  destroyed_at timestamptz,
  primary key (workspace_id, version),
  check ((destroyed_at is null) = (length(wrapped) > 0))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20);
select kabar_tenant_table('workspace_keys');

-- One data key per contact to begin with; a contact that others were merged into opens with theirs, too. Its own, where
-- contact_id is origin_contact_id, seals.
create table contact_keys (
  workspace_id uuid not null,
  contact_id uuid not null,
  key_id bigint not null check (key_id between 1 and 281474976710655),
  origin_contact_id uuid not null,
  wrapped bytea not null,
  workspace_key_version integer not null,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (workspace_id, contact_id, key_id),
  check ((destroyed_at is null) = (length(wrapped) > 0))
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 50);
-- One own key per contact, ever: a contact whose key was destroyed does not get another.
create unique index contact_keys_own on contact_keys (workspace_id, contact_id) where contact_id = origin_contact_id;
create index contact_keys_origin on contact_keys (workspace_id, origin_contact_id);
create index contact_keys_version on contact_keys (workspace_id, workspace_key_version);
select kabar_tenant_table('contact_keys');

-- Keys of the equality look-ups, one per purpose.
create table index_keys (
  workspace_id uuid not null,
  purpose text not null,
  wrapped bytea not null,
  workspace_key_version integer not null,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (workspace_id, purpose),
  check ((destroyed_at is null) = (length(wrapped) > 0))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20);
select kabar_tenant_table('index_keys');

-- Keys of raw webhook deliveries, one per workspace and UTC day.
create table payload_keys (
  workspace_id uuid not null,
  day date not null,
  key_id bigint not null check (key_id between 1 and 281474976710655),
  wrapped bytea not null,
  workspace_key_version integer not null,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (workspace_id, day),
  check ((destroyed_at is null) = (length(wrapped) > 0))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20);
create index payload_keys_day on payload_keys (day) where destroyed_at is null;
select kabar_tenant_table('payload_keys');

-- Keys are destroyed by overwriting them; the tombstone says when, and keeps the same key from being made anew.
revoke delete on workspace_keys, contact_keys, index_keys, payload_keys from kabar_app, kabar_engine;
