-- Purpose: changes of keys that run beside the work and go on after a crash; sealed values of the audit log may be sealed anew.
-- Locks: none that anyone else can hold; new objects, and the body of one trigger function.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per change of a key. The workspace of all zeros stands for the installation, and for the root key. What is still to be done is never read from
-- here but from the versions in the data themselves; the counts are for whoever looks on.
create table key_rotations (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('root', 'workspace', 'index')),
  cause text not null check (cause in ('routine', 'leak')),
  to_key text not null,
  state text not null check (state in ('running', 'done')),
  phase text not null check (phase in ('keys', 'values', 'hashes', 'check', 'finished')),
  done_count bigint not null default 0,
  total_count bigint not null default 0,
  unreadable_count bigint not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  failure text,
  primary key (workspace_id, id),
  check ((state = 'done') = (finished_at is not null))
);
create unique index key_rotations_running on key_rotations (workspace_id, kind) where state = 'running';
create index key_rotations_newest on key_rotations (started_at desc);
select kabar_tenant_table('key_rotations');

-- Beside emptying it, a sealed value may be replaced by one of the same length: the same value under a newer key. What it says is proved by the commitment in the chain.
create or replace function kabar_keep_audit_values() returns trigger language plpgsql as $$
begin
  if old.personal is not null
     and (new.personal is null or octet_length(new.personal) = octet_length(old.personal))
     and (to_jsonb(new) - 'personal') = (to_jsonb(old) - 'personal') then
    return new;
  end if;
  raise exception 'the table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
