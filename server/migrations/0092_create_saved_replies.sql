-- Purpose: answers to be used again, shared by a workspace or kept by one member.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table saved_replies (
  workspace_id uuid not null,
  id uuid not null,
  -- Null: shared by the whole workspace.
  owner_id uuid,
  name text not null,
  -- In lower case.
  shortcut text not null,
  -- Under the workspace key.
  text_sealed bytea not null,
  language text,
  media_id uuid,
  usage_count bigint not null default 0,
  last_used_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references workspace_members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, media_id) references media (workspace_id, id) on delete set null (media_id)
) with (fillfactor = 85);
create unique index saved_replies_shared_shortcut on saved_replies (workspace_id, shortcut) where owner_id is null;
create unique index saved_replies_own_shortcut on saved_replies (workspace_id, owner_id, shortcut);
create index saved_replies_media on saved_replies (workspace_id, media_id) where media_id is not null;
select kabar_tenant_table('saved_replies');
