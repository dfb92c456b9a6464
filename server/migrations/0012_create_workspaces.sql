-- Purpose: workspaces, their members and invitations.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The slug is unique in the whole installation on purpose: it is a public address, chosen by its owner.
create table workspaces (
  id uuid primary key,
  name text not null,
  slug text not null,
  time_zone text not null,
  unknown_rule text not null default 'hold' check (unknown_rule in ('hold', 'resend')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index workspaces_slug on workspaces (slug);
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy tenant_rows on workspaces for all to kabar_app
  using (id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
create policy engine_rows on workspaces for all to kabar_engine using (true) with check (true);
grant select, insert, update on workspaces to kabar_app;

create table workspace_members (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'manager', 'agent')),
  joined_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
create index workspace_members_user on workspace_members (user_id);
select kabar_tenant_table('workspace_members');

create table workspace_invitations (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'manager', 'agent')),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  status text not null check (status in ('pending', 'accepted', 'withdrawn')),
  invited_by uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  primary key (workspace_id, id)
);
create unique index workspace_invitations_token on workspace_invitations (token_hash);
create unique index workspace_invitations_pending on workspace_invitations (workspace_id, email) where status = 'pending';
create index workspace_invitations_inviter on workspace_invitations (invited_by);
select kabar_tenant_table('workspace_invitations');

-- People are shared between workspaces. Inside one, only its own members (and who once acted there) can be seen, and only
-- their name and address.
alter table users enable row level security;
alter table users force row level security;
create policy member_rows on users for select to kabar_app
  using (exists (select from workspace_members m where m.user_id = users.id));
create policy engine_rows on users for all to kabar_engine using (true) with check (true);
grant select (id, name, email) on users to kabar_app;
