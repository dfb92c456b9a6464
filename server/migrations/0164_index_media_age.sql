-- Purpose: files by age, for retention.
-- Locks: none that waits for writers.
-- Time at 10 M rows: half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists media_age on media (workspace_id, created_at, id) where status <> 'gone';
