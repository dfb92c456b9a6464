-- Purpose: index keys in versions, so that keyed hashes of identifiers can be brought under a newer key while everything runs; the fence that keeps a
--   process with an older key from writing or looking up by it.
-- Locks: contact_identifiers, suppressions, erased_identifiers, contact_form_messages, contact_attributes, contacts and erasure_log for a moment, to add triggers;
--   index_keys, to change its primary key (a few rows for each workspace).
-- Time at 10 M rows: seconds, to look at the lengths of erased_identifiers and contact_form_messages.
-- Kind: compatible

alter table index_keys add column version integer not null default 1 check (version > 0);
alter table index_keys drop constraint index_keys_pkey, add primary key (workspace_id, purpose, version);

-- Under which version of an index key hashes are written, and the oldest under which some may still lie; equal when no change is under way. No row: 1 and 1.
-- Belongs to the data and not to the keys: a restored backup says itself under which version its hashes are.
create table index_versions (
  workspace_id uuid not null,
  purpose text not null,
  written integer not null check (written > 0),
  oldest integer not null check (oldest between 1 and written),
  changed_at timestamptz not null,
  primary key (workspace_id, purpose)
);
select kabar_tenant_table('index_versions');

-- A hash under version 1 is 32 bytes; a later one is its version in two bytes, then 32.
create function kabar_hash_version(p_hash bytea) returns integer
  language sql immutable parallel safe
  return case when octet_length(p_hash) = 34 then get_byte(p_hash, 0) * 256 + get_byte(p_hash, 1) else 1 end;

alter table erased_identifiers drop constraint erased_identifiers_match_hash_check, add check (octet_length(match_hash) in (32, 34));
alter table contact_form_messages drop constraint contact_form_messages_match_hash_check, add check (octet_length(match_hash) in (32, 34));

-- The fence for writers. Whoever changes the versions of a workspace holds the same lock alone, so no hash under an older version is about to be committed when
-- `written` has changed. While hashes are brought up, a mark or stop may still be copied from an identifier that was not brought up yet: the identifier is
-- locked, so that it goes up later and takes the copy along.
create function kabar_check_index_hash() returns trigger
  language plpgsql
as $$
declare
  v_hash bytea;
  v_version integer;
  v_written integer;
  v_oldest integer;
begin
  if tg_argv[0] = 'name' then v_hash := new.profile_name_hash; else v_hash := new.match_hash; end if;
  perform pg_advisory_xact_lock_shared(hashtext('kabar_index'), hashtext(new.workspace_id::text));
  select v.written, v.oldest into v_written, v_oldest from index_versions v where v.workspace_id = new.workspace_id and v.purpose = 'contacts';
  v_version := kabar_hash_version(v_hash);
  -- Off only while a restore puts back what outlives it, before anybody else may come in.
  if v_version = coalesce(v_written, 1) or current_setting('kabar.index_fence', true) = 'off' then
    return new;
  end if;
  if tg_argv[0] = 'copy' and v_version between v_oldest and v_written then
    perform from contact_identifiers i
      where i.workspace_id = new.workspace_id and i.match_kind = new.match_kind and i.match_hash = v_hash for share;
    if found then
      return new;
    end if;
  end if;
  raise exception 'a hash under version % of an index key, but version % is written', v_version, coalesce(v_written, 1) using errcode = 'KB001';
end
$$;
create trigger contact_identifiers_hash before insert or update of match_hash on contact_identifiers
  for each row execute function kabar_check_index_hash('own');
create trigger suppressions_hash before insert or update of match_hash on suppressions
  for each row execute function kabar_check_index_hash('copy');
create trigger erased_identifiers_hash before insert or update of match_hash on erased_identifiers
  for each row execute function kabar_check_index_hash('copy');
create trigger contact_form_messages_hash before insert or update of match_hash on contact_form_messages
  for each row when (new.match_hash is not null) execute function kabar_check_index_hash('copy');
create trigger contact_attributes_hash before insert or update of match_hash on contact_attributes
  for each row when (new.match_hash is not null) execute function kabar_check_index_hash('own');
create trigger contacts_name_hash before insert or update of profile_name_hash on contacts
  for each row when (new.profile_name_hash is not null) execute function kabar_check_index_hash('name');

-- The fence for readers: true, or an error when one of the hashes is under another version than the one that is written. Looking up by an older one would find
-- nothing where there is something.
create function kabar_refuse_stale_hashes(p_workspaces uuid[], p_hashes bytea[]) returns boolean
  language plpgsql stable
as $$
begin
  if exists (select from unnest(p_workspaces, p_hashes) as item (workspace_id, hash)
               left join index_versions v on v.workspace_id = item.workspace_id and v.purpose = 'contacts'
              where kabar_hash_version(item.hash) <> coalesce(v.written, 1)) then
    raise exception 'looked up by a hash under a version of an index key that is not written' using errcode = 'KB001';
  end if;
  return true;
end
$$;
revoke execute on function kabar_refuse_stale_hashes(uuid[], bytea[]) from public;
grant execute on function kabar_refuse_stale_hashes(uuid[], bytea[]) to kabar_app, kabar_engine;

-- Brings everything that is known of identities from one hash to another, in all tables at once: nobody ever sees an identifier without its stops. Identifiers
-- are locked first, so that a stop which is being copied from one is committed and goes up with it. Gives up a lock that is not free soon: whoever works on the person
-- goes first.
create function kabar_raise_identities(p_workspace uuid, p_kinds text[], p_before bytea[], p_after bytea[]) returns integer
  language plpgsql
  set lock_timeout = '400ms'
as $$
declare
  v_count integer;
begin
  perform from contact_identifiers i
     join unnest(p_kinds, p_before) as item (kind, before) on i.match_kind = item.kind and i.match_hash = item.before
    where i.workspace_id = p_workspace
    order by i.match_kind, i.match_hash
      for update of i;
  with item as materialized (
    select * from unnest(p_kinds, p_before, p_after) as t (kind, before, after)
  ), identifiers as (
    update contact_identifiers t set match_hash = item.after from item
     where t.workspace_id = p_workspace and t.match_kind = item.kind and t.match_hash = item.before returning 1
  ), stops as (
    update suppressions t set match_hash = item.after from item
     where t.workspace_id = p_workspace and t.match_kind = item.kind and t.match_hash = item.before returning 1
  ), erased as (
    update erased_identifiers t set match_hash = item.after from item
     where t.workspace_id = p_workspace and t.match_kind = item.kind and t.match_hash = item.before returning 1
  ), forms as (
    update contact_form_messages t set match_hash = item.after from item
     where t.workspace_id = p_workspace and t.match_kind = item.kind and t.match_hash = item.before returning 1
  )
  select (select count(*) from identifiers) + (select count(*) from stops) + (select count(*) from erased) + (select count(*) from forms)
    into v_count;
  return v_count;
end
$$;
revoke execute on function kabar_raise_identities(uuid, text[], bytea[], bytea[]) from public;
grant execute on function kabar_raise_identities(uuid, text[], bytea[], bytea[]) to kabar_engine;

-- Only identifiers that came to another contact change what holds for somebody; a new hash of the same identifier changes nothing.
create function kabar_identifiers_moved() returns trigger
  language plpgsql
as $$
declare
  v_row record;
begin
  for v_row in
    select n.workspace_id, array_agg(distinct n.contact_id) as contacts
      from new_rows n
     where not exists (select from old_rows o where o.workspace_id = n.workspace_id and o.id = n.id and o.contact_id = n.contact_id)
       and (exists (select from contact_identifiers i
                      join suppressions s on s.workspace_id = i.workspace_id and s.match_kind = i.match_kind and s.match_hash = i.match_hash
                     where i.workspace_id = n.workspace_id and i.contact_id = n.contact_id and s.lifted_at is null)
         or exists (select from consent_states c
                     where c.workspace_id = n.workspace_id and c.contact_id = n.contact_id
                       and c.purpose in ('marketing', 'messages') and c.state in ('withdrawn', 'objected')))
     group by n.workspace_id
  loop
    perform kabar_project_consents(v_row.workspace_id, v_row.contacts, clock_timestamp());
  end loop;
  return null;
end
$$;
drop trigger contact_identifiers_moved on contact_identifiers;
create trigger contact_identifiers_moved after update on contact_identifiers
  referencing old table as old_rows new table as new_rows for each statement execute function kabar_identifiers_moved();

-- The log of erasures stays append-only, but for the hashes in its marks: they go up with those of the tables. Whose they are and what else a line says stays.
create function kabar_marks_without_hashes(p_marks jsonb) returns jsonb
  language sql immutable parallel safe
  return jsonb_build_array(
    p_marks - 'identifiers' - 'stops',
    (select jsonb_agg(one.mark - 'hash' order by one.place) from jsonb_array_elements(p_marks -> 'identifiers') with ordinality as one (mark, place)),
    (select jsonb_agg(one.mark - 'hash' order by one.place) from jsonb_array_elements(p_marks -> 'stops') with ordinality as one (mark, place)));
create function kabar_keep_erasure_log() returns trigger
  language plpgsql
as $$
begin
  if (to_jsonb(new) - 'marks') = (to_jsonb(old) - 'marks')
     and kabar_marks_without_hashes(new.marks) = kabar_marks_without_hashes(old.marks) then
    return new;
  end if;
  raise exception 'the table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
drop trigger erasure_log_append_only on erasure_log;
create trigger erasure_log_append_only before delete on erasure_log for each row execute function kabar_refuse_change();
create trigger erasure_log_marks before update on erasure_log for each row execute function kabar_keep_erasure_log();
grant update (marks) on erasure_log to kabar_engine;
