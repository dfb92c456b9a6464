-- Purpose: history of contacts by age, for retention.
-- Locks: none that waits for writers.
-- Time at 10 M rows: half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists contact_events_age on contact_events (workspace_id, occurred_at, id);
