-- Purpose: workspaces that do not want words of messages and notes to be indexed; names of contacts stay findable.
-- Locks: search_progress for a moment, to add a column.
-- Time at 10 M rows: not affected; the table has one row per workspace.
-- Kind: compatible

alter table search_progress add column messages_off boolean not null default false;
