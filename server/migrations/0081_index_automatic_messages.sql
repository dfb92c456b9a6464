-- Purpose: one automatic message per occasion; finding the last ones of a conversation.
-- Locks: none that readers or writers wait for.
-- Time at 10 M rows: a scan of the table, some ten seconds; nearly all rows are left out.
-- Kind: compatible
-- Transaction: none

create unique index concurrently if not exists messages_automatic_key on messages (workspace_id, automatic_key) where automatic_key is not null;
