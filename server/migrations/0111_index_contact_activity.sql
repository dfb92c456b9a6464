-- Purpose: the list of contacts by who wrote last.
-- Locks: none that others wait for.
-- Time at 10 M rows: about a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists contacts_activity on contacts (workspace_id, (coalesce(last_seen_at, created_at)) desc, id desc)
  where merged_into is null and erased_at is null;
