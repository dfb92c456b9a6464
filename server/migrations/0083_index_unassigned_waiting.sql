-- Purpose: conversations in which a customer waits and that belong to nobody, oldest first, for assignment.
-- Locks: none that readers or writers wait for.
-- Time at 10 M rows: a scan of the table, some ten seconds.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversations_unassigned on conversations (workspace_id, waiting_since)
 where assignee_id is null and waiting_since is not null and status = 'open' and not bot_active;
