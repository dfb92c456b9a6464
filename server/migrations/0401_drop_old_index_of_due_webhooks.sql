-- Purpose: drop the index whose work webhook_deliveries_next does.
-- Locks: webhook_deliveries exclusively for a moment.
-- Time at 10 M rows: under a second.
-- Kind: compatible

drop index webhook_deliveries_due;
