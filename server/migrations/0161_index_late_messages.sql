-- Purpose: messages that arrived late, for retention; the age of all others is in their id.
-- Locks: none that waits for writers.
-- Time at 10 M rows: half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists messages_late on messages (workspace_id, occurred_at) where created_at - occurred_at > interval '1 hour';
