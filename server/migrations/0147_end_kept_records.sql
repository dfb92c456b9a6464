-- Purpose: when the last records of a deleted workspace are gone; members' languages for mails to them.
-- Locks: workspace_closures and users for a moment.
-- Time at 10 M rows: not affected.
-- Kind: compatible

alter table workspace_closures add column rest_purged_at timestamptz;

-- Members are told in their own language.
grant select (language) on users to kabar_app;
