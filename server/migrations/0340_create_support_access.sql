-- Purpose: operators of the installation are let into a workspace for a time, by the workspace alone.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per time that operators asked to be let in, or were. `operator_id` null: any operator of the installation.
create table support_grants (
  workspace_id uuid not null,
  id uuid not null,
  status text not null check (status in ('asked', 'active', 'ended', 'declined', 'withdrawn', 'lapsed')),
  level text not null check (level in ('read', 'help')),
  hours smallint not null check (hours between 1 and 72),
  operator_id uuid,
  asked_because text,
  asked_at timestamptz,
  granted_because text,
  granted_by uuid,
  granted_at timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  ended_how text check (ended_how in ('expired', 'workspace', 'operator')),
  ended_by uuid,
  primary key (workspace_id, id),
  check (status <> 'asked' or (operator_id is not null and asked_because is not null and asked_at is not null)),
  check (status not in ('active', 'ended') or (granted_by is not null and granted_at is not null and ends_at is not null)),
  -- Nobody is let in for longer than they were told.
  check (ends_at <= granted_at + make_interval(hours => hours)),
  check ((status = 'ended') = (ended_how is not null))
);
create unique index support_grants_one_active on support_grants (workspace_id) where status = 'active';
create unique index support_grants_one_asked on support_grants (workspace_id, operator_id) where status = 'asked';
create index support_grants_ending on support_grants (ends_at) where status = 'active';
create index support_grants_waiting on support_grants (asked_at) where status = 'asked';
create index support_grants_operator on support_grants (operator_id, workspace_id);
select kabar_tenant_table('support_grants');
select kabar_audited_table('support_grants');

-- An operator inside, in one session of theirs.
create table support_entries (
  workspace_id uuid not null,
  id uuid not null,
  grant_id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  entered_at timestamptz not null,
  left_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, grant_id) references support_grants (workspace_id, id) on delete cascade
);
create unique index support_entries_inside on support_entries (session_id, workspace_id, grant_id) where left_at is null;
create index support_entries_grant on support_entries (workspace_id, grant_id);
create index support_entries_user on support_entries (user_id, workspace_id);
select kabar_tenant_table('support_entries');

create table support_settings (
  workspace_id uuid primary key,
  only_when_asked boolean not null,
  updated_at timestamptz not null
);
select kabar_tenant_table('support_settings');
select kabar_audited_table('support_settings');

-- A workspace sees who of the operators asked it, was let in and was inside; both tables show it its own rows alone.
create policy operator_rows on users for select to kabar_app
  using (exists (select from support_grants g where g.operator_id = users.id) or exists (select from support_entries e where e.user_id = users.id));
