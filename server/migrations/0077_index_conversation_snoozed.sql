-- Purpose: which snoozed conversations come back next, in all workspaces.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: about half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversations_snoozed on conversations (snoozed_until) where status = 'snoozed';
