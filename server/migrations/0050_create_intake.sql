-- Purpose: webhook deliveries as they came, sealed, until their payload retention ends; units of them that could not be
--   processed or are of an unknown kind; changes to messages that are not here yet.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One POST of WhatsApp's. Partitioned by the UTC day it came, which also names the payload key, so that payloads end by
-- dropping a day. Ids grow with time, so their order is the order of arrival. `lane` spreads accounts over workers.
-- The hash of the body makes a delivery that comes twice on one day one row; one that comes again on another day is a
-- row of its own whose units turn out to be known.
create table intake_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  waba_account_id uuid not null,
  number_id uuid,
  day date not null,
  received_at timestamptz not null,
  lane smallint not null,
  status text not null default 'received' check (status in ('received', 'processing', 'processed', 'quarantined')),
  body_hash bytea not null,
  body_sealed bytea not null,
  size_bytes integer not null,
  unit_count integer,
  unknown_count integer,
  quarantined_count integer,
  replay_count integer not null default 0,
  -- How many times a worker began with it; one that keeps ending its worker is taken apart more carefully.
  attempt_count smallint not null default 0,
  processed_at timestamptz,
  primary key (workspace_id, id, day),
  unique (day, waba_account_id, body_hash)
) partition by range (day);
-- What a lane still has to do. Processed rows are not in it, so it stays as small as the backlog.
create index intake_deliveries_open on intake_deliveries (lane, id) where processed_at is null;
select kabar_tenant_table('intake_deliveries');

-- Catches deliveries of days without a partition, so that storing one never fails.
create table intake_deliveries_default partition of intake_deliveries default;
alter table intake_deliveries_default enable row level security;
revoke all on intake_deliveries_default from kabar_app, kabar_engine;

-- A piece of a delivery that could not be processed or is of an unknown kind. `payload_sealed` is what stood there, under the
-- payload key of the delivery's day; `reason` names paths and kinds, never content.
create table intake_units (
  workspace_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  day date not null,
  outcome text not null check (outcome in ('unknown', 'quarantined')),
  field text,
  kind text,
  path text not null,
  reason text not null,
  payload_sealed bytea not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
create index intake_units_delivery on intake_units (workspace_id, delivery_id, id);
create index intake_units_day on intake_units (day);
select kabar_tenant_table('intake_units');

-- Makes the partitions from yesterday to ahead_days after `at` and drops days that ended more than keep_days before it.
-- Rows that waited in the default partition move to where they belong. Gives what was done.
create function kabar_maintain_intake(at timestamptz, keep_days integer, ahead_days integer)
  returns table (action text, partition_name text)
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s'
as $$
declare
  today date := (at at time zone 'UTC')::date;
  cutoff date := today - keep_days;
  starts_on date;
  part record;
begin
  perform pg_advisory_xact_lock(hashtext('kabar_maintain_intake'));
  for offset_days in -1..ahead_days loop
    starts_on := today + offset_days;
    partition_name := 'intake_deliveries_' || to_char(starts_on, 'YYYYMMDD');
    continue when to_regclass(quote_ident(partition_name)) is not null or starts_on < cutoff;
    execute format('create table %I (like intake_deliveries including defaults including constraints)', partition_name);
    execute format('alter table %I enable row level security', partition_name);
    execute format('revoke all on %I from kabar_app, kabar_engine', partition_name);
    lock table intake_deliveries_default in access exclusive mode;
    execute format(
      'with moved as (delete from intake_deliveries_default where day = %L returning *) insert into %I select * from moved',
      starts_on, partition_name);
    execute format('alter table intake_deliveries attach partition %I for values from (%L) to (%L)',
      partition_name, starts_on, starts_on + 1);
    action := 'created';
    return next;
  end loop;

  for part in
    select child.relname,
           (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::date as ends_on
      from pg_inherits
      join pg_class child on child.oid = pg_inherits.inhrelid
     where pg_inherits.inhparent = 'intake_deliveries'::regclass and child.relname <> 'intake_deliveries_default'
     order by child.relname
  loop
    if part.ends_on <= cutoff then
      execute format('drop table %I', part.relname);
      action := 'dropped';
      partition_name := part.relname;
      return next;
    end if;
  end loop;
  delete from intake_deliveries_default where day < cutoff;
end
$$;
revoke execute on function kabar_maintain_intake(timestamptz, integer, integer) from public;
grant execute on function kabar_maintain_intake(timestamptz, integer, integer) to kabar_engine;

-- A reaction, edit or revoke whose message is not here yet; applied when it comes, dropped after the retention of
-- payloads. `content_sealed` is under the contact's key. One per target, kind and author: only the newest counts.
create table pending_changes (
  workspace_id uuid not null,
  number_id uuid not null,
  target_hash bytea not null,
  kind text not null check (kind in ('reaction', 'edit', 'revoke')),
  changed_by text not null check (changed_by in ('contact', 'business')),
  contact_id uuid not null,
  content_sealed bytea,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  primary key (workspace_id, number_id, target_hash, kind, changed_by)
);
create index pending_changes_age on pending_changes (received_at);
select kabar_tenant_table('pending_changes');
