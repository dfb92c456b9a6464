-- Purpose: messages of one template by time, for its results. No column of it ever changes, so status updates stay heap-only.
-- Locks: none that anyone waits for.
-- Time at 10 M rows: about 20 s.
-- Kind: compatible
-- Transaction: none
create index concurrently if not exists messages_template on messages (workspace_id, template_name, template_language, created_at) where template_name is not null;
