-- Purpose: imports of contacts from files, row by row, so that they can be resumed and undone; exports of contacts.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- `details_sealed`: { fileName, headers, samples } under the workspace key, cleared with the file. `cursor_row` is the number of data rows
-- that are done; it moves in the transaction of their effects.
create table imports (
  workspace_id uuid not null,
  id uuid not null,
  status text not null check (status in ('draft', 'queued', 'running', 'paused', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  details_sealed bytea,
  storage_key text,
  object_key_sealed bytea,
  row_count integer not null,
  delimiter text not null,
  encoding text not null,
  -- { targets, defaultCountry, duplicates }; what a column becomes, by its place.
  settings jsonb not null,
  -- The consent that was declared, with its source in words, under the workspace key.
  consent_sealed bytea,
  cursor_row integer not null default 0,
  counts jsonb not null default '{}',
  failure text,
  actor_kind text not null check (actor_kind in ('member', 'api_key')),
  actor_id uuid not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  file_expires_at timestamptz not null,
  undone jsonb,
  undo_cursor integer,
  primary key (workspace_id, id)
);
create index imports_expiry on imports (file_expires_at) where storage_key is not null;
select kabar_tenant_table('imports');

-- What became of a row, for undo and for the list of errors. `before_sealed` is under the contact's key; `problems` are words of ours.
create table import_rows (
  workspace_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  outcome text not null check (outcome in ('created', 'updated', 'failed')),
  contact_id uuid,
  before_sealed bytea,
  problems text[],
  primary key (workspace_id, import_id, row_number),
  foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade
);
select kabar_tenant_table('import_rows');

create table exports (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('contact', 'contacts')),
  contact_id uuid,
  -- { filter, segmentId } of a list, by public ids.
  selection jsonb not null default '{}',
  status text not null check (status in ('queued', 'running', 'ready', 'failed', 'expired')),
  done integer not null default 0,
  total integer not null default 0,
  storage_key text,
  object_key_sealed bytea,
  size_bytes bigint,
  -- Only who asked may download.
  actor_kind text not null check (actor_kind in ('member', 'api_key')),
  actor_id uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  primary key (workspace_id, id)
);
create index exports_actor on exports (workspace_id, actor_id, id desc);
create index exports_expiry on exports (expires_at) where storage_key is not null;
select kabar_tenant_table('exports');
