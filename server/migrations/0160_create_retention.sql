-- Purpose: retention: policies of workspaces, holds, runs with their receipts, the sealed tier; trimming of audit chains.
-- Locks: audit_heads for a moment, to add two columns; triggers of audit_events and audit_heads.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Every decision stays, the newest holds. No row: nobody has decided yet.
create table retention_policies (
  workspace_id uuid not null,
  revision integer not null check (revision > 0),
  preset text not null check (preset in ('gateway-30d', 'business-12m', 'agency-90d', 'engagement-24m', 'minimal')),
  home text,
  serves text[] not null,
  -- Class to {period, is_maximum}: what differs from the preset.
  wishes jsonb not null,
  sealed text[] not null,
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (workspace_id, revision)
);
select kabar_tenant_table('retention_policies');
revoke update, delete on retention_policies from kabar_app;

-- What is held is neither swept nor erased. A hold covers rows that fit all of its conditions that are not null.
create table retention_holds (
  workspace_id uuid not null,
  id uuid not null,
  reason_sealed bytea not null,
  owner_member_id uuid not null,
  review_on date not null,
  contact_id uuid,
  conversation_id uuid,
  classes text[],
  from_at timestamptz,
  until_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  -- The review date whose passing was told.
  alerted_for date,
  released_at timestamptz,
  released_by uuid,
  release_reason_sealed bytea,
  primary key (workspace_id, id),
  check ((released_at is null) = (release_reason_sealed is null)),
  check (from_at is null or until_at is null or from_at < until_at)
);
create index retention_holds_active on retention_holds (workspace_id, id) where released_at is null;
create index retention_holds_review on retention_holds (review_on) where released_at is null;
select kabar_tenant_table('retention_holds');
revoke delete on retention_holds from kabar_app, kabar_engine;

-- One pass of the sweep over a workspace.
create table retention_runs (
  workspace_id uuid not null,
  id uuid not null,
  status text not null check (status in ('running', 'done', 'failed')),
  revision integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
select kabar_tenant_table('retention_runs');

-- What a run did to one table. Counts grow in the transactions that remove, so they are exact whenever the run dies.
create table retention_run_items (
  workspace_id uuid not null,
  run_id uuid not null,
  table_name text not null,
  class text not null,
  effective text,
  rule text not null,
  removed bigint not null default 0,
  sealed bigint not null default 0,
  oldest_at timestamptz,
  newest_at timestamptz,
  -- [{hold, count}], [{rule, source, count}]
  held jsonb not null default '[]',
  kept_by_law jsonb not null default '[]',
  primary key (workspace_id, run_id, table_name),
  foreign key (workspace_id, run_id) references retention_runs (workspace_id, id) on delete cascade
);
select kabar_tenant_table('retention_run_items');

-- The audit log loses its beginning and nothing else: what was removed last is remembered, so that the rest can still be verified.
alter table audit_heads add column trimmed_seq bigint not null default 0, add column trimmed_hash bytea;

create or replace function kabar_check_audit_head() returns trigger
  language plpgsql
as $$
begin
  if new.workspace_id = old.workspace_id and new.seq = old.seq and new.hash = old.hash and new.trimmed_seq > old.trimmed_seq
     and new.trimmed_seq <= old.seq then
    return new;
  end if;
  if new.workspace_id <> old.workspace_id or new.seq <> old.seq + 1 or new.trimmed_seq <> old.trimmed_seq
     or new.trimmed_hash is distinct from old.trimmed_hash then
    raise exception 'the head of an audit chain moves one step at a time' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create or replace function kabar_check_audit_event() returns trigger
  language plpgsql
as $$
begin
  if not exists (
    select from audit_heads
     where workspace_id = new.workspace_id and seq = new.seq and hash = new.hash
  ) then
    raise exception 'an audit event that is not the head of its chain' using errcode = 'check_violation';
  end if;
  if new.seq > 1 and not exists (
    select from audit_events
     where workspace_id = new.workspace_id and seq = new.seq - 1 and hash = new.prev_hash
  ) and not exists (
    select from audit_heads
     where workspace_id = new.workspace_id and trimmed_seq = new.seq - 1 and trimmed_hash = new.prev_hash
  ) then
    raise exception 'an audit event that does not continue its chain' using errcode = 'check_violation';
  end if;
  return null;
end
$$;

-- Only the beginning of a chain, up to where its head says, and nothing of the last year, whoever asks.
create function kabar_keep_audit_event() returns trigger
  language plpgsql
as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '1 year' and exists (
    select from audit_heads where workspace_id = old.workspace_id and trimmed_seq >= old.seq
  ) then
    return old;
  end if;
  raise exception 'the table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
drop trigger audit_events_append_only on audit_events;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function kabar_keep_audit_event();
grant delete on audit_events to kabar_engine;
