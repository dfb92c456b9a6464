-- Purpose: the two outboxes: events (live updates and consumers) with their retention, and mails.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per thing that happened, written in the transaction that made it happen. `data` holds public ids only.
-- xid and seq give the order in which readers may rely on: everything below the oldest running transaction is final, so a
-- reader that stops there never passes over a transaction that commits late. Partitioned by the day of recording, because
-- occurred_at can lie days back.
create table events (
  workspace_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  id uuid not null default uuidv7(),
  type text not null,
  data jsonb not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
) partition by range (recorded_at);

create index events_order on events (xid, seq);
create index events_workspace_order on events (workspace_id, xid, seq);

select kabar_tenant_table('events');
revoke update, delete on events from kabar_app;
revoke update, delete on events from kabar_engine;

-- Catches rows of days without a partition, so that recording an event never fails.
create table events_default partition of events default;
alter table events_default enable row level security;
revoke all on events_default from kabar_app, kabar_engine;

-- The newest event that is no longer kept. A cursor before it has missed something.
create table event_horizon (
  singleton boolean primary key default true check (singleton),
  xid xid8 not null
);
insert into event_horizon (xid) values ('0');
revoke insert, update, delete on event_horizon from kabar_engine;

-- Makes the partitions from yesterday to ahead_days after `at` and drops events recorded more than keep_days before it.
-- Rows that waited in the default partition move to where they belong. Gives what was made and dropped.
create function kabar_maintain_events(at timestamptz, keep_days integer, ahead_days integer)
  returns table (action text, partition_name text)
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s'
as $$
declare
  today timestamptz := date_trunc('day', at, 'UTC');
  cutoff timestamptz := today - make_interval(days => keep_days);
  starts_at timestamptz;
  ends_at timestamptz;
  part record;
  newest xid8;
begin
  perform pg_advisory_xact_lock(hashtext('kabar_maintain_events'));
  for offset_days in -1..ahead_days loop
    starts_at := today + make_interval(days => offset_days);
    ends_at := starts_at + interval '1 day';
    partition_name := 'events_' || to_char(starts_at at time zone 'UTC', 'YYYYMMDD');
    continue when to_regclass(quote_ident(partition_name)) is not null;
    execute format('create table %I (like events including defaults)', partition_name);
    -- Nobody reads a partition by its own name, so it has no policy and no grant.
    execute format('alter table %I enable row level security', partition_name);
    execute format('revoke all on %I from kabar_app, kabar_engine', partition_name);
    lock table events_default in access exclusive mode;
    execute format(
      'with moved as (delete from events_default where recorded_at >= %L and recorded_at < %L returning *)
       insert into %I (workspace_id, xid, seq, id, type, data, occurred_at, recorded_at)
       select workspace_id, xid, seq, id, type, data, occurred_at, recorded_at from moved',
      starts_at, ends_at, partition_name);
    execute format('alter table events attach partition %I for values from (%L) to (%L)', partition_name, starts_at, ends_at);
    action := 'created';
    return next;
  end loop;

  for part in
    select child.relname,
           (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz as ends_at
      from pg_inherits
      join pg_class child on child.oid = pg_inherits.inhrelid
     where pg_inherits.inhparent = 'events'::regclass and child.relname <> 'events_default'
     order by child.relname
  loop
    if part.ends_at <= cutoff then
      execute format('select xid from %I order by xid desc limit 1', part.relname) into newest;
      if newest is not null then
        update event_horizon set xid = newest where event_horizon.xid < newest;
      end if;
      execute format('drop table %I', part.relname);
      action := 'dropped';
      partition_name := part.relname;
      return next;
    end if;
  end loop;

  select event.xid into newest from events_default event where event.recorded_at < cutoff order by event.xid desc limit 1;
  if newest is not null then
    update event_horizon set xid = newest where event_horizon.xid < newest;
    delete from events_default where recorded_at < cutoff;
  end if;
end
$$;
revoke execute on function kabar_maintain_events(timestamptz, integer, integer) from public;
grant execute on function kabar_maintain_events(timestamptz, integer, integer) to kabar_engine;

-- Where each named reader that must see every event at least once has got to. One process at a time reads for a name,
-- under the lease `event_consumer:<name>`. Always read by name.
create table event_consumers (
  name text primary key,
  cursor_xid xid8 not null,
  cursor_seq bigint not null,
  moved_at timestamptz not null
) with (fillfactor = 50);

-- Mails on their way out. `sealed` holds recipient and content, and is emptied as soon as the mail is sent or given up.
-- workspace_id is null for mails to a person that belong to no workspace (password reset).
create table mails (
  id uuid primary key,
  workspace_id uuid,
  template text not null,
  dedupe_key text not null unique,
  sealed bytea not null,
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'failed')),
  attempt_count integer not null default 0,
  next_attempt_at timestamptz not null,
  reason text,
  created_at timestamptz not null,
  settled_at timestamptz
);
create index mails_due on mails (next_attempt_at) where status = 'waiting';

alter table mails enable row level security;
alter table mails force row level security;
-- A workspace's own code may put mails out but never read them back.
create policy tenant_adds on mails for insert to kabar_app
  with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
create policy engine_rows on mails for all to kabar_engine using (true) with check (true);
grant insert on mails to kabar_app;
