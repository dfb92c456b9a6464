-- Purpose: finds contact cards that customers sent, in which a third person may stand.
-- Locks: none that stop readers or writers (concurrently).
-- Time at 10 M rows: about half a minute; few rows qualify.
-- Kind: compatible
-- Transaction: none
create index concurrently if not exists messages_cards on messages (workspace_id, id) where type = 'contacts';
