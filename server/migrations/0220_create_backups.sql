-- Purpose: backups with their keys, and drills that restore them.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per backup that was begun or found in the place of backups. They belong to the installation and to no workspace.
-- `done_units` of `total_units` (bytes) is how far a running one has got.
create table backups (
  id uuid primary key,
  status text not null check (status in ('running', 'done', 'failed', 'expired')),
  cause text not null check (cause in ('schedule', 'operator', 'command', 'found')),
  phase text not null check (phase in ('tables', 'media', 'copy', 'finished')),
  done_units bigint not null default 0,
  total_units bigint not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  snapshot_at timestamptz,
  expires_at timestamptz not null,
  size_bytes bigint,
  row_count bigint,
  media_count bigint,
  encrypted_to text[] not null default '{}',
  place text not null,
  second_status text not null default 'none' check (second_status in ('none', 'waiting', 'done', 'failed')),
  second_place text,
  failure text
);
create index backups_newest on backups (started_at desc);

-- The key that seals a backup, wrapped by the root key. Kept out of every ordinary backup and destroyed on the backup's last day:
-- from then on nobody opens it, wherever a copy lies.
create table backup_keys (
  backup_id uuid primary key,
  wrapped bytea not null,
  root_key_id text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  destroyed_at timestamptz,
  check ((destroyed_at is null) = (length(wrapped) > 0))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20);
revoke delete on backup_keys from kabar_engine;

-- Each try to restore the newest backup somewhere else. A drill is green only with a report that says so for every check.
create table backup_drills (
  id uuid primary key,
  backup_id uuid,
  status text not null check (status in ('running', 'green', 'red')),
  started_at timestamptz not null,
  finished_at timestamptz,
  phase text not null default 'restore',
  done_units bigint not null default 0,
  total_units bigint not null default 0,
  report jsonb,
  failure text,
  check (status <> 'green' or report is not null)
);
create index backup_drills_newest on backup_drills (started_at desc);

-- When the keys were last written to their own place, and whether an alarm about missing drills was told.
create table backup_state (
  singleton boolean primary key default true check (singleton),
  keys_saved_at timestamptz,
  keys_failure text,
  watched_since timestamptz,
  alarmed_at timestamptz
);
insert into backup_state default values;
