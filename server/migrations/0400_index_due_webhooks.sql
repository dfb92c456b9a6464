-- Purpose: finds the next due webhook deliveries of an endpoint in their order, however many became due at the same moment.
-- Locks: none that stop readers or writers (concurrently).
-- Time at 10 M rows: about half a minute, which is for reading; few rows are pending.
-- Kind: compatible
-- Transaction: none
create index concurrently if not exists webhook_deliveries_next on webhook_deliveries (workspace_id, endpoint_id, next_attempt_at, seq)
  where status = 'pending';
