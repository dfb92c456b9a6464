-- Purpose: finds what the audit log says about one person, to show it to them and to empty the sealed values.
-- Locks: none that stop readers or writers (concurrently).
-- Time at 10 M rows: about a minute.
-- Kind: compatible
-- Transaction: none
create index concurrently if not exists audit_events_target on audit_events (workspace_id, target_id) where target_id is not null;
