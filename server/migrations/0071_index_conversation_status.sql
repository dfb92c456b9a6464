-- Purpose: the list by state and newest activity. Every list index begins with the state, so that a page of open ones never reads old ones.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: about half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversations_status on conversations (workspace_id, status, last_activity_at desc, id desc);
