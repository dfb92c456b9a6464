-- Purpose: entries of threads by age, for retention.
-- Locks: none that waits for writers.
-- Time at 10 M rows: half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversation_entries_age on conversation_entries (workspace_id, occurred_at, id);
