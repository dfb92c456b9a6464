-- Purpose: single sign-on lets people join with a role that the workspace made.
-- Locks: single_sign_on_providers for a moment, to add a column and checks; one row per workspace.
-- Time at 10 M rows: not that large; a workspace has one row at most.
-- Kind: compatible

alter table single_sign_on_providers
  add column join_role_id uuid,
  drop constraint single_sign_on_providers_join_role_check,
  add constraint single_sign_on_providers_join_role_check check (join_role in ('admin', 'manager', 'agent', 'custom')),
  add constraint single_sign_on_providers_join_role_id_check check ((join_role = 'custom') = (join_role_id is not null)),
  add constraint single_sign_on_providers_join_role_id_fkey foreign key (workspace_id, join_role_id) references member_roles (workspace_id, id);
create index single_sign_on_providers_role on single_sign_on_providers (workspace_id, join_role_id) where join_role_id is not null;
drop trigger single_sign_on_providers_audited on single_sign_on_providers;
select kabar_audited_table('single_sign_on_providers', 'issuer, client_id, client_secret_sealed, may_join, join_role, join_role_id, is_on');
