-- Purpose: an invitation may be sent by an API key.
-- Locks: workspace_invitations for a moment.
-- Time at 10 M rows: not affected.
-- Kind: compatible

alter table workspace_invitations alter column invited_by drop not null;
alter table workspace_invitations add column invited_by_key uuid;
