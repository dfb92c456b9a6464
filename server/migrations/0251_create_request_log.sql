-- Purpose: one line per call of the API, dropped by the day; counts of calls by quarter of an hour.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One answered request. `at` is the moment inside the id, so that a request is found by its id alone. `path_id` and `object_id` are public
-- ids and nothing else: a path may hold anything. Never a query, a body or a header but the idempotency key. No foreign keys: a line
-- stays true when what it names is gone.
create table request_log (
  workspace_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  method text not null,
  route text not null,
  path_id text,
  object_id text,
  status smallint not null,
  duration_ms integer not null,
  ip text,
  api_key_id uuid,
  user_id uuid,
  idempotency_key text,
  -- The answer was that of an earlier request with the same key.
  is_replay boolean not null,
  error_code text,
  primary key (workspace_id, at, id)
) partition by range (at);
create index request_log_object on request_log (workspace_id, object_id, at) where object_id is not null;
create index request_log_path on request_log (workspace_id, path_id, at) where path_id is not null;
create index request_log_key on request_log (workspace_id, api_key_id, at) where api_key_id is not null;
create index request_log_user on request_log (user_id) where user_id is not null;
create index request_log_errors on request_log (workspace_id, at, id) where status >= 400;
select kabar_tenant_table('request_log');
revoke insert, update, delete on request_log from kabar_app;

-- Catches requests of days without a partition, so that writing the log never fails.
create table request_log_default partition of request_log default;
alter table request_log_default enable row level security;
revoke all on request_log_default from kabar_app, kabar_engine;

-- Makes the days from yesterday to ahead_days after `at`. Rows that waited in the default partition move to where they belong.
create function kabar_prepare_request_log(at timestamptz, ahead_days integer)
  returns void
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s'
as $$
declare
  starts_at timestamptz;
  ends_at timestamptz;
  partition_name text;
begin
  perform pg_advisory_xact_lock(hashtext('kabar_request_log_days'));
  for offset_days in -1..ahead_days loop
    starts_at := date_trunc('day', at, 'UTC') + make_interval(days => offset_days);
    ends_at := starts_at + interval '1 day';
    partition_name := 'request_log_' || to_char(starts_at at time zone 'UTC', 'YYYYMMDD');
    continue when to_regclass(quote_ident(partition_name)) is not null;
    execute format('create table %I (like request_log including defaults including constraints)', partition_name);
    execute format('alter table %I enable row level security', partition_name);
    execute format('revoke all on %I from kabar_app, kabar_engine', partition_name);
    lock table request_log_default in access exclusive mode;
    execute format(
      'with moved as (delete from request_log_default r where r.at >= %L and r.at < %L returning *) insert into %I select * from moved',
      starts_at, ends_at, partition_name);
    execute format('alter table request_log attach partition %I for values from (%L) to (%L)', partition_name, starts_at, ends_at);
  end loop;
end
$$;
revoke execute on function kabar_prepare_request_log(timestamptz, integer) from public;
grant execute on function kabar_prepare_request_log(timestamptz, integer) to kabar_engine;

-- Drops whole days that ended at `ended_before` or earlier. Gives their names.
create function kabar_drop_request_log(ended_before timestamptz)
  returns table (partition_name text)
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s'
as $$
declare
  part record;
begin
  perform pg_advisory_xact_lock(hashtext('kabar_request_log_days'));
  for part in
    select child.relname,
           (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz as ends_at
      from pg_inherits
      join pg_class child on child.oid = pg_inherits.inhrelid
     where pg_inherits.inhparent = 'request_log'::regclass and child.relname <> 'request_log_default'
     order by child.relname
  loop
    if part.ends_at <= ended_before then
      execute format('drop table %I', part.relname);
      partition_name := part.relname;
      return next;
    end if;
  end loop;
  delete from request_log_default r where r.at < date_trunc('day', ended_before, 'UTC');
end
$$;
revoke execute on function kabar_drop_request_log(timestamptz) from public;
grant execute on function kabar_drop_request_log(timestamptz) to kabar_engine;

-- Calls by quarter of an hour, the finest step in which the days of all time zones begin. Null: by people in the dashboard.
create table request_counts (
  workspace_id uuid not null,
  since timestamptz not null,
  api_key_id uuid,
  method text not null,
  route text not null,
  status smallint not null,
  request_count integer not null,
  duration_ms bigint not null,
  slowest_ms integer not null,
  unique nulls not distinct (workspace_id, since, api_key_id, method, route, status)
) with (fillfactor = 70);
create index request_counts_age on request_counts (since);
select kabar_tenant_table('request_counts');
revoke insert, update, delete on request_counts from kabar_app;

-- Requests that were answered and are in neither of the two, because a server had too much to do to write them down.
create table request_log_gaps (
  workspace_id uuid not null,
  since timestamptz not null,
  request_count integer not null,
  primary key (workspace_id, since)
);
create index request_log_gaps_age on request_log_gaps (since);
select kabar_tenant_table('request_log_gaps');
revoke insert, update, delete on request_log_gaps from kabar_app;
