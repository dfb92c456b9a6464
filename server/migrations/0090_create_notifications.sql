-- Purpose: what members are told of, and what they do not want to be told of.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- `data` holds public ids and words of ours, never text that a person wrote.
create table notifications (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('member', 'api_key', 'contact', 'bot', 'system')),
  actor_id uuid,
  conversation_id uuid,
  data jsonb not null default '{}',
  -- The same cause told twice is one notification.
  dedupe_key text,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references workspace_members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
) with (fillfactor = 85);
create index notifications_list on notifications (workspace_id, member_id, id desc);
create index notifications_unread on notifications (workspace_id, member_id, id desc) where read_at is null;
create index notifications_conversation on notifications (workspace_id, conversation_id);
create unique index notifications_dedupe on notifications (workspace_id, member_id, dedupe_key) where dedupe_key is not null;
create index notifications_age on notifications (created_at);
select kabar_tenant_table('notifications');

-- No row: everything is told.
create table notification_preferences (
  workspace_id uuid not null,
  member_id uuid not null,
  kind text not null,
  in_app boolean not null,
  primary key (workspace_id, member_id, kind),
  foreign key (workspace_id, member_id) references workspace_members (workspace_id, id) on delete cascade
);
select kabar_tenant_table('notification_preferences');
