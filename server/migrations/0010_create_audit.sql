-- Purpose: the audit log: one hash chain per workspace and one for accounts, append-only.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The chain of a workspace carries its id; the chain of accounts (sign-in, password reset: acts that belong to no
-- workspace) carries the nil uuid, which withTenant can never be given by a member.
create table audit_events (
  workspace_id uuid not null,
  seq bigint not null check (seq > 0),
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system')),
  actor_id uuid,
  action text not null,
  target_kind text,
  target_id text,
  before jsonb,
  after jsonb,
  -- What the commitments in before and after stand for, sealed; may be destroyed without breaking the chain.
  personal bytea,
  prev_hash bytea not null check (octet_length(prev_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (workspace_id, seq),
  unique (workspace_id, id)
);
select kabar_tenant_table('audit_events');

-- Head of each chain; the row lock on it is what puts writers of one chain in line.
create table audit_heads (
  workspace_id uuid primary key,
  seq bigint not null,
  hash bytea not null check (octet_length(hash) = 32)
) with (fillfactor = 50);
select kabar_tenant_table('audit_heads');

-- Append-only for everybody, the table's owner included: an owner would first have to remove the trigger, and then the
-- hash chain and its checkpoints tell.
create function kabar_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function kabar_refuse_change();
create trigger audit_events_no_truncate before truncate on audit_events
  for each statement execute function kabar_refuse_change();
create trigger audit_heads_no_removal before delete on audit_heads
  for each row execute function kabar_refuse_change();
create trigger audit_heads_no_truncate before truncate on audit_heads
  for each statement execute function kabar_refuse_change();

-- The head moves by one step at a time, and only together with its event.
create function kabar_check_audit_event() returns trigger language plpgsql as $$
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
  ) then
    raise exception 'an audit event that does not continue its chain' using errcode = 'check_violation';
  end if;
  return null;
end
$$;
create constraint trigger audit_events_continue_chain after insert on audit_events
  for each row execute function kabar_check_audit_event();

create function kabar_check_audit_head() returns trigger language plpgsql as $$
begin
  if new.workspace_id <> old.workspace_id or new.seq <> old.seq + 1 then
    raise exception 'the head of an audit chain moves one step at a time' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger audit_heads_step before update on audit_heads
  for each row execute function kabar_check_audit_head();

revoke update, delete, truncate on audit_events from kabar_app, kabar_engine;
revoke delete, truncate on audit_heads from kabar_app, kabar_engine;
