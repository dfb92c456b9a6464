-- Purpose: every write of the API runs once per Idempotency-Key; one table instead of one per kind of thing.
-- Locks: none that anyone else can hold on new objects; the two old tables until they are gone.
-- Time at 10 M rows: seconds; rows of the last seven days are copied.
-- Kind: breaking

-- A request with an Idempotency-Key. While it runs, `step_names` and `step_values` (sealed) tell what each of its transactions gave, written
-- by those transactions themselves; when it is done, its answer stands here, sealed under a key that needs the caller's own text.
create table idempotent_requests (
  workspace_id uuid not null,
  -- SHA-256 of who asked and the key they chose.
  key_hash bytea not null,
  -- Keyed hash of what was asked; null where an older Kabar kept another one.
  fingerprint bytea,
  state text not null check (state in ('running', 'done')),
  -- Grows when another process takes the request over, so that the first can keep nothing any more.
  fence bigint not null default 1,
  claimed_until timestamptz,
  step_names text[] not null default '{}',
  step_values bytea[] not null default '{}',
  status smallint,
  answer_sealed bytea,
  -- An accepted message is its own answer.
  message_id uuid,
  created_at timestamptz not null,
  kept_until timestamptz not null,
  primary key (workspace_id, key_hash)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index idempotent_requests_end on idempotent_requests (kept_until);
select kabar_tenant_table('idempotent_requests');

set local role kabar_engine;

insert into idempotent_requests (workspace_id, key_hash, fingerprint, state, message_id, created_at, kept_until)
select k.workspace_id, sha256(convert_to('api_key ' || m.author_id || ' ' || k.key, 'UTF8')), null, 'done', k.message_id, k.created_at,
       k.created_at + interval '7 days'
  from idempotency_keys k join messages m on m.workspace_id = k.workspace_id and m.id = k.message_id and m.author_kind = 'api_key'
on conflict do nothing;

insert into idempotent_requests (workspace_id, key_hash, fingerprint, state, message_id, created_at, kept_until)
select k.workspace_id, sha256(convert_to('member ' || w.id || ' ' || k.key, 'UTF8')), null, 'done', k.message_id, k.created_at,
       k.created_at + interval '7 days'
  from idempotency_keys k
  join messages m on m.workspace_id = k.workspace_id and m.id = k.message_id and m.author_kind = 'member'
  join workspace_members w on w.workspace_id = m.workspace_id and w.user_id = m.author_id
on conflict do nothing;

-- Notes: that the request was made is known, its answer is not.
insert into idempotent_requests (workspace_id, key_hash, fingerprint, state, created_at, kept_until)
select workspace_id, key_hash, null, 'done', created_at, created_at + interval '7 days' from note_requests
on conflict do nothing;

reset role;

drop table idempotency_keys;
drop table note_requests;
