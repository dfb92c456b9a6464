-- Purpose: teams of members with the numbers they serve; labels for contacts and conversations.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table teams (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index teams_name on teams (workspace_id, lower(name));
select kabar_tenant_table('teams');

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, team_id, member_id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
);
create index team_members_member on team_members (workspace_id, member_id);
select kabar_tenant_table('team_members');

-- A number with teams is seen by agents of these teams only; a number without any by all agents.
create table team_numbers (
  workspace_id uuid not null,
  team_id uuid not null,
  number_id uuid not null,
  primary key (workspace_id, team_id, number_id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
);
create index team_numbers_number on team_numbers (workspace_id, number_id);
select kabar_tenant_table('team_numbers');

-- How much of the inbox the role agent sees: everything of the numbers they serve, what belongs to their teams or to nobody, or
-- only what is assigned to them. No row: everything.
create table visibility_rules (
  workspace_id uuid primary key,
  agents_see text not null check (agents_see in ('everything', 'teams', 'assigned')),
  updated_at timestamptz not null
);
select kabar_tenant_table('visibility_rules');

-- One set of labels for contacts and conversations.
create table tags (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  -- One of the hues of the dashboard, by name.
  color text not null,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index tags_name on tags (workspace_id, lower(name));
select kabar_tenant_table('tags');

create table contact_tags (
  workspace_id uuid not null,
  contact_id uuid not null,
  tag_id uuid not null,
  tagged_at timestamptz not null,
  primary key (workspace_id, contact_id, tag_id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, tag_id) references tags (workspace_id, id) on delete cascade
);
create index contact_tags_tag on contact_tags (workspace_id, tag_id, contact_id);
select kabar_tenant_table('contact_tags');
