-- Purpose: an invitation can limit what the new member sees to chosen numbers and teams.
-- Locks: workspace_invitations for a moment, to add columns and a check.
-- Time at 10 M rows: the check reads workspace_invitations once, a second or two.
-- Kind: compatible

-- Both null: no limits. Ids of numbers and teams that are gone match nothing, as in member_limits.
alter table workspace_invitations
  add column limit_number_ids uuid[],
  add column limit_team_ids uuid[],
  add constraint workspace_invitations_limits_check check ((limit_number_ids is null) = (limit_team_ids is null));
drop trigger workspace_invitations_audited on workspace_invitations;
select kabar_audited_table('workspace_invitations', 'role, role_id, limit_number_ids, limit_team_ids');
