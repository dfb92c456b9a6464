-- Purpose: how many browsers saw which pages of the dashboard. No rows per visit, and no column that leads to anybody.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Not a tenant table on purpose: a count that knew its workspace would be a key to few people.
create table usage_counts (
  period text not null check (period in ('day', 'month')),
  starts_on date not null,
  dimension text not null check (dimension in ('visit', 'page', 'feature', 'referrer', 'browser', 'system')),
  value text not null check (length(value) <= 100),
  browser_count integer not null check (browser_count > 0),
  primary key (period, starts_on, dimension, value)
) with (fillfactor = 70);
