-- Purpose: a person whose erasure waits is left alone; taking the erasure back ends that only where it began with it.
-- Locks: erasures for a moment, to add a column.
-- Time at 10 M rows: not affected.
-- Kind: compatible
alter table erasures add column has_restricted boolean not null default false;
