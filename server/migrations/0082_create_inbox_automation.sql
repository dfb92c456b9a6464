-- Purpose: working hours, away messages, presence, assignment, targets, the turns of conversations and what they are measured by.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- `number_id` null: the workspace; else a number with hours of its own. `schedule` is Schedule of the contract.
create table working_hours (
  workspace_id uuid not null,
  number_id uuid,
  schedule jsonb not null,
  updated_at timestamptz not null,
  unique nulls not distinct (workspace_id, number_id)
);
select kabar_tenant_table('working_hours');

-- `settings` is AwayMessage of the contract; it holds the business's own words only.
create table away_messages (
  workspace_id uuid not null,
  number_id uuid,
  settings jsonb not null,
  updated_at timestamptz not null,
  unique nulls not distinct (workspace_id, number_id)
);
select kabar_tenant_table('away_messages');

-- What a member says of themselves, and when their dashboard last reported. `announced` is the state others were last told.
create table member_presence (
  workspace_id uuid not null,
  member_id uuid not null,
  choice text not null check (choice in ('online', 'away', 'busy')),
  last_seen_at timestamptz,
  announced text not null check (announced in ('online', 'away', 'busy', 'offline')),
  primary key (workspace_id, member_id)
);
create index member_presence_seen on member_presence (last_seen_at) where announced <> 'offline';
select kabar_tenant_table('member_presence');

-- `team_id` null: the workspace. `rule` is AssignmentRule of the contract.
create table assignment_rules (
  workspace_id uuid not null,
  team_id uuid,
  rule jsonb not null,
  updated_at timestamptz not null,
  unique nulls not distinct (workspace_id, team_id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
);
select kabar_tenant_table('assignment_rules');

-- Whose turn was when. `scope_id` is the team, or the workspace for conversations without one. A greater turn is a later one.
create table assignment_turns (
  workspace_id uuid not null,
  scope_id uuid not null,
  member_id uuid not null,
  turn bigint not null,
  primary key (workspace_id, scope_id, member_id)
);
select kabar_tenant_table('assignment_turns');

-- At most one of team_id and number_id is set. `targets` is ServiceTargets of the contract.
create table service_targets (
  workspace_id uuid not null,
  team_id uuid,
  number_id uuid,
  targets jsonb not null,
  updated_at timestamptz not null,
  unique nulls not distinct (workspace_id, team_id, number_id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
);
select kabar_tenant_table('service_targets');

create table satisfaction_settings (
  workspace_id uuid primary key,
  settings jsonb not null,
  updated_at timestamptz not null
);
select kabar_tenant_table('satisfaction_settings');

-- One turn of a conversation: opened by a customer's message (or by a member), first reply, resolved. Durations are whole seconds
-- of the clock that its targets count by; what is null has not happened, or has no target.
create table episodes (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  number_id uuid not null,
  team_id uuid,
  assignee_id uuid,
  opened_at timestamptz not null,
  -- False when a member opened it again: then nobody waits for a first reply.
  expects_reply boolean not null,
  first_reply_at timestamptz,
  first_reply_by uuid,
  resolved_at timestamptz,
  snoozed_since timestamptz,
  -- Of closed snoozes, by the working hours and by the clock, because the targets may change.
  snoozed_working_ms bigint not null default 0,
  snoozed_clock_ms bigint not null default 0,
  first_reply_seconds int,
  resolution_seconds int,
  first_reply_due_at timestamptz,
  resolution_due_at timestamptz,
  first_reply_met boolean,
  resolution_met boolean,
  -- Which warnings were given: bit 1 first reply, bit 2 resolution.
  warned smallint not null default 0,
  -- When the next warning or miss is to be looked at.
  check_at timestamptz,
  -- When the next message about satisfaction is to be sent.
  survey_at timestamptz,
  asked_at timestamptz,
  rating smallint check (rating between 1 and 3),
  rated_at timestamptz,
  comment_asked_at timestamptz,
  comment_message_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index episodes_conversation on episodes (workspace_id, conversation_id, opened_at desc);
create unique index episodes_open on episodes (workspace_id, conversation_id) where resolved_at is null;
create index episodes_check on episodes (check_at) where check_at is not null;
create index episodes_survey on episodes (survey_at) where survey_at is not null;
-- The report reads these alone, without the table.
create index episodes_opened on episodes (workspace_id, opened_at) include (number_id, team_id, assignee_id, resolved_at);
create index episodes_replied on episodes (workspace_id, first_reply_at)
  include (number_id, team_id, first_reply_by, first_reply_seconds, first_reply_met) where first_reply_at is not null;
create index episodes_resolved on episodes (workspace_id, resolved_at)
  include (number_id, team_id, assignee_id, resolution_seconds, resolution_met) where resolved_at is not null;
create index episodes_asked on episodes (workspace_id, asked_at)
  include (number_id, team_id, assignee_id, rating, comment_message_id) where asked_at is not null;
select kabar_tenant_table('episodes');

-- How many messages an hour brought. `author_id`: the member who wrote; null for everybody else.
create table message_hours (
  workspace_id uuid not null,
  hour timestamptz not null,
  number_id uuid not null,
  team_id uuid,
  author_id uuid,
  kind text not null check (kind in ('in', 'out', 'automatic')),
  count int not null,
  unique nulls not distinct (workspace_id, hour, number_id, team_id, author_id, kind)
);
select kabar_tenant_table('message_hours');
