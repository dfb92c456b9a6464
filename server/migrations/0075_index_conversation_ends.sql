-- Purpose: one conversation per contact and number, found from the contact as well: one index less than two.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: about half a minute.
-- Kind: compatible
-- Transaction: none

create unique index concurrently if not exists conversations_ends on conversations (workspace_id, contact_id, number_id);
