-- Purpose: saved filters of the inbox; changes of many conversations at once, with what was there before, so that they can be undone.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table inbox_views (
  workspace_id uuid not null,
  id uuid not null,
  -- Whose it is; null: shared with the workspace.
  member_id uuid,
  name text not null,
  -- ConversationFilter of the API.
  filter jsonb not null,
  place integer not null,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index inbox_views_member on inbox_views (workspace_id, member_id, place);
select kabar_tenant_table('inbox_views');

create table bulk_actions (
  workspace_id uuid not null,
  id uuid not null,
  actor_kind text not null check (actor_kind in ('member', 'api_key')),
  actor_id uuid not null,
  -- BulkChange of the API.
  change jsonb not null,
  status text not null check (status in ('running', 'done', 'undoing', 'undone')),
  undo_until timestamptz not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index bulk_actions_age on bulk_actions (created_at);
select kabar_tenant_table('bulk_actions');

-- One row per conversation of an action. `before` and `after` hold what it changed, as ids, words and instants.
create table bulk_action_items (
  workspace_id uuid not null,
  bulk_action_id uuid not null,
  place integer not null,
  conversation_id uuid not null,
  result text not null default 'pending' check (result in ('pending', 'changed', 'unchanged', 'not_found', 'put_back', 'kept')),
  before jsonb,
  after jsonb,
  primary key (workspace_id, bulk_action_id, place),
  foreign key (workspace_id, bulk_action_id) references bulk_actions (workspace_id, id) on delete cascade
);
select kabar_tenant_table('bulk_action_items');
