-- Purpose: the list of a number, by state.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: about half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversations_number_status on conversations (workspace_id, number_id, status, last_activity_at desc, id desc);
