-- Purpose: limits of requests, shared by all processes.
-- Locks: none; a new object only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per caller that asked lately; `name` is a hash of what is limited. Unlogged: a commit waits for no disk, and after a crash of the
-- database everybody begins with a full bucket.
create unlogged table rate_buckets (
  name text primary key,
  wanted double precision not null,
  per_second double precision not null,
  burst double precision not null,
  granted double precision not null,
  tokens double precision not null,
  filled_at timestamptz not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
grant select, insert, update, delete on rate_buckets to kabar_engine;
