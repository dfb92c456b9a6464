-- Purpose: workspaces make roles of their own, and limit roles, members and the keys of limited members to chosen numbers and teams.
-- Locks: workspace_members, workspace_invitations and api_keys for a moment each, to add columns and checks.
-- Time at 10 M rows: the checks read workspace_members and workspace_invitations once, a second or two.
-- Kind: compatible

-- A role that goes keeps its row, so that old invitations still say what they were for.
create table member_roles (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null,
  permissions text[] not null,
  -- 'chosen': conversations on these numbers or of these teams. A team that is gone matches nothing.
  sight text not null check (sight in ('all', 'agents', 'chosen')),
  number_ids uuid[] not null,
  team_ids uuid[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  check (sight = 'chosen' or cardinality(number_ids) + cardinality(team_ids) = 0)
);
create unique index member_roles_name on member_roles (workspace_id, lower(name)) where deleted_at is null;
select kabar_tenant_table('member_roles');
grant select, insert, update, delete on member_roles to kabar_engine;
select kabar_audited_table('member_roles');

-- What one member sees at most, beside what their role says. The row itself is the limit: empty lists leave what is assigned to them.
create table member_limits (
  workspace_id uuid not null,
  member_id uuid not null,
  number_ids uuid[] not null,
  team_ids uuid[] not null,
  updated_at timestamptz not null,
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references workspace_members (workspace_id, id) on delete cascade
);
select kabar_tenant_table('member_limits');
grant select, insert, update, delete on member_limits to kabar_engine;
select kabar_audited_table('member_limits', 'number_ids, team_ids');

alter table workspace_members
  add column role_id uuid,
  drop constraint workspace_members_role_check,
  add constraint workspace_members_role_check check (role in ('owner', 'admin', 'manager', 'agent', 'custom')),
  add constraint workspace_members_role_id_check check ((role = 'custom') = (role_id is not null)),
  add constraint workspace_members_role_id_fkey foreign key (workspace_id, role_id) references member_roles (workspace_id, id);
create index workspace_members_role on workspace_members (workspace_id, role_id) where role_id is not null;
drop trigger workspace_members_audited on workspace_members;
select kabar_audited_table('workspace_members', 'role, role_id');

alter table workspace_invitations
  add column role_id uuid,
  drop constraint workspace_invitations_role_check,
  add constraint workspace_invitations_role_check check (role in ('owner', 'admin', 'manager', 'agent', 'custom')),
  add constraint workspace_invitations_role_id_check check ((role = 'custom') = (role_id is not null)),
  add constraint workspace_invitations_role_id_fkey foreign key (workspace_id, role_id) references member_roles (workspace_id, id);
create index workspace_invitations_role on workspace_invitations (workspace_id, role_id) where role_id is not null;
drop trigger workspace_invitations_audited on workspace_invitations;
select kabar_audited_table('workspace_invitations', 'role, role_id');

-- Whose sight a key has; null: it sees all. It stays when that member leaves, and then sees nothing of the inbox.
alter table api_keys add column sight_member_id uuid;
drop trigger api_keys_audited on api_keys;
select kabar_audited_table('api_keys', 'name, scopes, ip_allowlist, expires_at, revoked_at, requests_per_second, sight_member_id');
