-- Purpose: when somebody said at sign-up that they are of age.
-- Locks: users for a moment.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Null for accounts that were made before, or by the installation itself.
alter table users add column of_age_at timestamptz;
