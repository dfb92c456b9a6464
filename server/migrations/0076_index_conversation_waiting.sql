-- Purpose: who has waited longest.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: about half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversations_waiting on conversations (workspace_id, waiting_since, id) where waiting_since is not null;
