-- Purpose: counts of messages by quarter of an hour, because days of some time zones begin at half past; conversations that were never
--   answered in time, for the report.
-- Locks: message_hours and episodes for a moment; both are new and small.
-- Time at 10 M rows: some seconds.
-- Kind: compatible

alter table message_hours rename to message_counts;
alter table message_counts rename column hour to since;
create index episodes_unanswered on episodes (workspace_id, first_reply_due_at)
  include (number_id, team_id, assignee_id) where first_reply_at is null and first_reply_met = false;
