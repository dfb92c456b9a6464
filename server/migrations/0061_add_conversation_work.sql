-- Purpose: what people do with a conversation: state, assignment, tags, pins, notes and the lines that tell what was done.
-- Locks: conversations exclusively for a moment; columns with constant defaults rewrite nothing.
-- Time at 10 M rows: under a second, besides the index of open conversations, which is made in a migration of its own.
-- Kind: compatible

alter table conversations
  add column status text not null default 'open' check (status in ('open', 'snoozed', 'resolved')),
  add column snoozed_until timestamptz,
  add column resolved_at timestamptz,
  -- A member; null: nobody.
  add column assignee_id uuid,
  add column team_id uuid,
  add column assigned_at timestamptz,
  -- The customer's first message that nobody answered; null while nobody waits.
  add column waiting_since timestamptz,
  -- The next promise to the customer that would be broken, and which one it is.
  add column due_at timestamptz,
  add column due_kind text check (due_kind in ('first_reply', 'resolution')),
  add column bot_active boolean not null default false,
  add constraint conversations_team foreign key (workspace_id, team_id) references teams (workspace_id, id);
create index conversations_team on conversations (workspace_id, team_id, last_activity_at desc, id desc) where team_id is not null;

create table conversation_tags (
  workspace_id uuid not null,
  conversation_id uuid not null,
  tag_id uuid not null,
  tagged_at timestamptz not null,
  primary key (workspace_id, conversation_id, tag_id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, tag_id) references tags (workspace_id, id) on delete cascade
);
create index conversation_tags_tag on conversation_tags (workspace_id, tag_id, conversation_id);
select kabar_tenant_table('conversation_tags');

-- What one member keeps on top of their list.
create table conversation_pins (
  workspace_id uuid not null,
  member_id uuid not null,
  conversation_id uuid not null,
  pinned_at timestamptz not null,
  primary key (workspace_id, member_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index conversation_pins_conversation on conversation_pins (workspace_id, conversation_id);
select kabar_tenant_table('conversation_pins');

-- What stands in a thread beside messages: notes of members, and lines that tell who did what. `data` holds ids and words of ours,
-- never personal data; the text of a note is sealed under the contact's key.
create table conversation_entries (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('member', 'api_key', 'contact', 'bot', 'system')),
  actor_id uuid,
  data jsonb not null default '{}',
  content_sealed bytea,
  occurred_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index conversation_entries_thread on conversation_entries (workspace_id, conversation_id, occurred_at desc, id desc);
select kabar_tenant_table('conversation_entries');
