-- Purpose: the log of erasures knows accounts, too, so that nobody who erased their own comes back with an older copy of the database.
-- Locks: ACCESS EXCLUSIVE on erasure_log for the time it takes to read it once.
-- Time at 10 M rows: 2 s
-- Kind: compatible

alter table erasure_log drop constraint erasure_log_scope_check;
alter table erasure_log add constraint erasure_log_scope_check check (scope in ('contact', 'account'));
