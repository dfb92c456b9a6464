-- Purpose: the list of a member, and of nobody.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: about half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversations_assignee on conversations (workspace_id, assignee_id, status, last_activity_at desc, id desc);
