-- Purpose: remembers for some days which note a repeated request has made already.
-- Locks: conversation_entries for a moment, for the foreign key of a new table.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table note_requests (
  workspace_id uuid not null,
  -- Of author and idempotency key.
  key_hash bytea not null,
  -- Keyed hash of what was asked, because a plain one of a short text can be guessed.
  fingerprint bytea not null,
  entry_id uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, key_hash),
  foreign key (workspace_id, entry_id) references conversation_entries (workspace_id, id) on delete cascade
);
create index note_requests_entry on note_requests (workspace_id, entry_id);
create index note_requests_age on note_requests (created_at);
select kabar_tenant_table('note_requests');
