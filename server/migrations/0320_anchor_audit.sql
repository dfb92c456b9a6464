-- Purpose: the audit log says where an act came from, knows its signed checkpoints, and is asked by privileged tables before they change.
-- Locks: audit_events and the privileged tables for a moment each, to add a column or a trigger.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Request, way and network of an act; the network stands here as a commitment.
alter table audit_events add column origin jsonb;

-- Which checkpoints were written where the database cannot reach: without this, a missing one would not be missed.
create table audit_checkpoints (
  workspace_id uuid not null,
  seq bigint not null check (seq > 0),
  hash bytea not null check (octet_length(hash) = 32),
  object_name text not null,
  -- SHA-256 of the signed document; the next one names it.
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  at timestamptz not null,
  primary key (workspace_id, seq)
);
select kabar_tenant_table('audit_checkpoints');
revoke insert, update, delete on audit_checkpoints from kabar_app;
grant select, insert, delete on audit_checkpoints to kabar_engine;

-- What the last verification of a chain found.
create table audit_verifications (
  workspace_id uuid primary key,
  at timestamptz not null,
  event_count bigint not null,
  checkpoint_count bigint not null,
  problems jsonb not null
);
select kabar_tenant_table('audit_verifications');
revoke update, delete on audit_verifications from kabar_app;
grant select, insert, update, delete on audit_verifications to kabar_engine;
grant update on audit_verifications to kabar_app;

create index audit_events_by_action on audit_events (workspace_id, action, seq);
create index audit_events_by_actor on audit_events (workspace_id, actor_id, seq);

-- Remembers for the rest of the transaction whose chain has grown in it.
create function kabar_note_audited() returns trigger language plpgsql as $$
begin
  perform set_config('kabar.audited', coalesce(nullif(current_setting('kabar.audited', true), ''), '') || ' ' || new.workspace_id::text, true);
  return null;
end
$$;
create trigger audit_events_noted after insert on audit_events for each row execute function kabar_note_audited();

-- Refuses, at commit, a change of a privileged table whose transaction recorded nothing in the chain of the workspace.
create function kabar_require_audit() returns trigger language plpgsql as $$
declare
  workspace uuid := coalesce(to_jsonb(new) ->> tg_argv[0], to_jsonb(old) ->> tg_argv[0])::uuid;
begin
  -- Whoever owns the database is found by the checkpoints; this is for the program's own forgetfulness.
  if current_user not in ('kabar_app', 'kabar_engine') then return null; end if;
  -- Engines remove what time or an erasure has ended, and keep a record of their own.
  if tg_op = 'DELETE' and current_user = 'kabar_engine' then return null; end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at' then return null; end if;
  if position(workspace::text in coalesce(current_setting('kabar.audited', true), '')) = 0 then
    raise exception 'a change of % without an audit event', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;

-- `columns` null: every change counts; else only of these. `key` names the column that holds the workspace.
create function kabar_audited_table(table_name text, columns text default null, key text default 'workspace_id') returns void
  language plpgsql
as $$
begin
  execute format(
    'create constraint trigger %I after insert or delete or update %s on %I deferrable initially deferred
       for each row execute function kabar_require_audit(%L)',
    table_name || '_audited', case when columns is null then '' else 'of ' || columns end, table_name, key);
end
$$;
revoke execute on function kabar_audited_table(text, text, text) from public;

select kabar_audited_table('workspaces', 'name, slug, time_zone, unknown_rule, deletes_at', 'id');
select kabar_audited_table('workspace_members', 'role');
select kabar_audited_table('workspace_invitations', 'role');
select kabar_audited_table('api_keys', 'name, scopes, ip_allowlist, expires_at, revoked_at, requests_per_second');
select kabar_audited_table('visibility_rules');
select kabar_audited_table('teams', 'name');
select kabar_audited_table('team_members');
select kabar_audited_table('team_numbers');
select kabar_audited_table('numbers', 'connected_at, disconnected_at');
select kabar_audited_table('retention_policies');
select kabar_audited_table(
  'retention_holds', 'reason_sealed, owner_member_id, review_on, contact_id, conversation_id, classes, from_at, until_at, released_at');
select kabar_audited_table('sealed_openings', 'status');
select kabar_audited_table('disclosures', 'status');
select kabar_audited_table('consent_settings');
select kabar_audited_table('media_settings');
select kabar_audited_table('privacy_offices');
select kabar_audited_table('self_service_settings');
select kabar_audited_table('assignment_rules');
select kabar_audited_table('service_targets');
