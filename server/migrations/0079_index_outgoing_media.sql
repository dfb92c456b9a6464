-- Purpose: in which messages a file was sent, to know who may see it.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: a scan of the table, some ten seconds; nearly all rows are left out.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists messages_outgoing_media on messages (workspace_id, media_id) where media_id is not null and direction = 'out';
