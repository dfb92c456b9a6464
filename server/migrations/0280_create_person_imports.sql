-- Purpose: brings a person in from the export of another installation, with messages and files that were never sent or received here.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- `details_sealed` (what the file says of the person) and `evidence_sealed` (of somebody who was erased) are under the workspace key and go with the file.
create table person_imports (
  workspace_id uuid not null,
  id uuid not null,
  status text not null check (status in ('draft', 'queued', 'running', 'done', 'failed')),
  failure text,
  details_sealed bytea,
  evidence_sealed bytea,
  storage_key text,
  object_key_sealed bytea,
  size_bytes bigint not null,
  contact_id uuid,
  -- { messages, files, notes, consents } in the file.
  found jsonb not null,
  -- { step, done }: what is done of the step; it moves in the transaction of its effects.
  progress jsonb not null,
  counts jsonb not null default '{}',
  -- [{ why, what, count }], in words of ours and names of fields and tags.
  left_out jsonb not null default '[]',
  actor_kind text not null check (actor_kind in ('member', 'api_key')),
  actor_id uuid not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  file_expires_at timestamptz not null,
  primary key (workspace_id, id)
);
create index person_imports_contact on person_imports (workspace_id, contact_id) where contact_id is not null;
create index person_imports_expiry on person_imports (file_expires_at) where storage_key is not null;
select kabar_tenant_table('person_imports');

-- What came, by its id where it was made, so that nothing comes twice. Messages carry their content; notes and files became rows of their own.
create table imported_records (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  import_id uuid not null,
  kind text not null check (kind in ('message', 'note', 'file')),
  source_id text not null,
  occurred_at timestamptz not null,
  content_sealed bytea,
  media_id uuid,
  primary key (workspace_id, id),
  unique (workspace_id, contact_id, kind, source_id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index imported_records_contact on imported_records (workspace_id, contact_id, occurred_at desc, id desc) where kind = 'message';
create index imported_records_age on imported_records (workspace_id, occurred_at, id);
select kabar_tenant_table('imported_records');
