-- Purpose: nothing is kept sealed beyond what is kept; drops the two columns that were meant for it.
-- Locks: retention_policies and retention_run_items for a moment.
-- Time at 10 M rows: not affected.
-- Kind: breaking

alter table retention_policies drop column sealed;
alter table retention_run_items drop column sealed;
