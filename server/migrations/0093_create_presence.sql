-- Purpose: who is at a conversation right now, and who is answering it.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per open window of a member. Lives for seconds and may be lost in a crash, so it is not written to the log.
create unlogged table presence (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  -- Tells windows of one member apart.
  tab text not null,
  since timestamptz not null,
  typing_until timestamptz,
  replying_until timestamptz,
  expires_at timestamptz not null,
  -- The first of the three times above that is still to come to pass.
  changes_at timestamptz not null,
  primary key (workspace_id, conversation_id, member_id, tab),
  foreign key (workspace_id, member_id) references workspace_members (workspace_id, id) on delete cascade
);
create index presence_member on presence (workspace_id, member_id);
create index presence_changes on presence (changes_at);
select kabar_tenant_table('presence');

create unlogged table presence_locks (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  since timestamptz not null,
  -- The last sign of life; a message of the member after it ends the lock.
  signed_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, member_id) references workspace_members (workspace_id, id) on delete cascade
);
create index presence_locks_member on presence_locks (workspace_id, member_id);
create index presence_locks_expiry on presence_locks (expires_at);
select kabar_tenant_table('presence_locks');
