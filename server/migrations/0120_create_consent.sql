-- Purpose: consent: the ledger of what customers agreed to and objected to, its projection, suppression by identifier, wordings,
--   doubtful messages, settings, confirmations.
-- Locks: contacts and contact_identifiers for a moment, to add triggers.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Append-only. No foreign key to contacts: the ledger outlives them. `category` '' is the whole purpose. `dedupe_key` makes a
-- repeated webhook one record. `evidence_sealed` is sealed under the contact's key.
create table consent_records (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  purpose text not null,
  category text not null default '',
  state text not null check (state in ('given', 'withdrawn', 'objected', 'resumed')),
  source text not null check (source in ('whatsapp_keyword', 'whatsapp_button', 'whatsapp_preferences', 'form', 'paper', 'agent', 'api', 'import')),
  legal_basis text check (legal_basis in ('consent', 'contract', 'legitimate_interest', 'legal_obligation')),
  wording_id uuid,
  evidence_message_id uuid,
  evidence_media_id uuid,
  evidence_sealed bytea,
  -- Whether it may lift an earlier stop: the customer did it themselves, or somebody said how they know.
  is_evidenced boolean not null,
  actor_kind text not null check (actor_kind in ('contact', 'member', 'api_key', 'system')),
  actor_id uuid,
  supersedes uuid,
  dedupe_key text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, id)
);
create index consent_records_contact on consent_records (workspace_id, contact_id, occurred_at desc, id desc);
create index consent_records_wording on consent_records (workspace_id, wording_id) where wording_id is not null;
create unique index consent_records_dedupe on consent_records (workspace_id, dedupe_key) where dedupe_key is not null;
select kabar_tenant_table('consent_records');

-- Nobody changes or deletes a record. What erasure takes away is the text that somebody wrote as evidence, and only that.
revoke update, delete on consent_records from kabar_app, kabar_engine;
grant update (evidence_sealed) on consent_records to kabar_engine;
create function kabar_keep_consent_record() returns trigger
  language plpgsql
as $$
begin
  if tg_op = 'UPDATE' and new.evidence_sealed is null and to_jsonb(new) - 'evidence_sealed' = to_jsonb(old) - 'evidence_sealed' then
    return new;
  end if;
  raise exception 'a consent record is never changed or deleted' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger consent_records_kept before update or delete on consent_records
  for each row execute function kabar_keep_consent_record();

-- The one way to erase the words of evidence, when the contact is erased. Callable by the engine role alone.
create function kabar_erase_consent_evidence(p_workspace uuid, p_contact uuid) returns void
  language sql
as $$
  update consent_records set evidence_sealed = null
   where workspace_id = p_workspace and contact_id = p_contact and evidence_sealed is not null;
$$;
revoke execute on function kabar_erase_consent_evidence(uuid, uuid) from public;
grant execute on function kabar_erase_consent_evidence(uuid, uuid) to kabar_engine;

-- What the records of a person come to: made by kabar_project_consents and by nothing else. No row: unset.
create table consent_states (
  workspace_id uuid not null,
  contact_id uuid not null,
  purpose text not null,
  category text not null default '',
  state text not null check (state in ('given', 'withdrawn', 'objected', 'resumed')),
  source text not null,
  record_id uuid not null,
  since timestamptz not null,
  primary key (workspace_id, contact_id, purpose, category)
);
select kabar_tenant_table('consent_states');

-- Who must not be written to, by keyed hash (the key and hash of contact_identifiers), so that it holds after erasure and import.
-- One row per identifier, scope and source; lifted ones stay as history. `reason_sealed` (what a member wrote) is sealed under the workspace key.
create table suppressions (
  workspace_id uuid not null,
  id uuid not null,
  match_kind text not null,
  match_hash bytea not null,
  scope text not null check (scope in ('marketing', 'all')),
  source text not null,
  reason_sealed bytea,
  since timestamptz not null,
  lifted_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, match_kind, match_hash, scope, source)
);
select kabar_tenant_table('suppressions');
revoke delete on suppressions from kabar_app, kabar_engine;

-- Words that customers were asked with, by language. A version that a record names is never changed.
create table consent_wordings (
  workspace_id uuid not null,
  id uuid not null,
  purpose text not null,
  version integer not null check (version > 0),
  texts jsonb not null,
  valid_from timestamptz not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, purpose, version)
);
select kabar_tenant_table('consent_wordings');

-- Messages that may or may not mean stop; a person decides.
create table consent_doubts (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  status text not null default 'open' check (status in ('open', 'stopped', 'not_meant')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, message_id)
);
create index consent_doubts_status on consent_doubts (workspace_id, status, id desc);
create index consent_doubts_conversation on consent_doubts (workspace_id, conversation_id, id desc);
select kabar_tenant_table('consent_doubts');

-- No row: everything as Kabar came.
create table consent_settings (
  workspace_id uuid primary key,
  marketing_rule text not null check (marketing_rule in ('opt_in', 'no_objection')),
  settings jsonb not null,
  updated_at timestamptz not null
);
select kabar_tenant_table('consent_settings');

-- The last time a customer was told that their stop or return was understood.
create table consent_confirmations (
  workspace_id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('stop', 'start')),
  confirmed_at timestamptz not null,
  primary key (workspace_id, contact_id, kind)
);
select kabar_tenant_table('consent_confirmations');

-- WhatsApp tells time in whole seconds: a stop of such a source holds against everything of the same second.
create function kabar_stop_holds_until(p_source text, p_at timestamptz) returns timestamptz
  language sql immutable parallel safe
  return case when p_source like 'whatsapp\_%' then p_at + interval '999 milliseconds' else p_at end;

-- What a positive record lifts. WhatsApp's own resume and whatever somebody can prove lift every stop; START and a button lift
-- what a keyword or button stopped; a word without evidence, and every import, lifts nothing.
create function kabar_lifts(p_source text, p_is_evidenced boolean, p_stop_source text) returns boolean
  language sql immutable parallel safe
  return case
    when p_source = 'import' or not p_is_evidenced then false
    when p_source in ('whatsapp_keyword', 'whatsapp_button') then p_stop_source in ('whatsapp_keyword', 'whatsapp_button')
    else true end;

-- Brings consent_states and suppressions of people in line with their records. The outcome depends on the set of records and not on
-- the order in which they came: a stop counts unless a record that may lift it is newer. Identifiers of one person share what is
-- suppressed. Locks the people, so that two that learn something at once see each other.
create function kabar_project_consents(p_workspace uuid, p_contacts uuid[], p_at timestamptz) returns table (contact_id uuid)
  language plpgsql
as $$
declare
  v_roots uuid[];
  v_seen uuid[];
begin
  loop
    with recursive up as (
      select c.id, c.merged_into from contacts c where c.workspace_id = p_workspace and c.id = any (p_contacts)
      union
      select c.id, c.merged_into from up join contacts c on c.workspace_id = p_workspace and c.id = up.merged_into
    )
    select coalesce(array_agg(distinct up.id order by up.id), '{}') into v_roots from up where up.merged_into is null;
    perform from contacts c where c.workspace_id = p_workspace and c.id = any (v_roots) order by c.id for update;
    -- A merge that committed while we waited for the lock moves the root.
    select coalesce(array_agg(c.id), '{}') into v_seen
      from contacts c where c.workspace_id = p_workspace and c.id = any (v_roots) and c.merged_into is null;
    exit when cardinality(v_seen) = cardinality(v_roots);
  end loop;

  delete from consent_states s
   where s.workspace_id = p_workspace and (s.contact_id = any (v_roots) or s.contact_id = any (p_contacts));

  with recursive person as (
    select r.root, r.root as member from unnest(v_roots) as r (root)
    union
    select p.root, c.id from person p join contacts c on c.workspace_id = p_workspace and c.merged_into = p.member
  ), record as (
    select p.root, r.* from person p join consent_records r on r.workspace_id = p_workspace and r.contact_id = p.member
  ), counting as (
    -- A stop counts while nothing newer lifts it, and a stop that counts wins. START says nothing to somebody who had not stopped:
    -- it is no agreement.
    select r.*, r.state in ('withdrawn', 'objected') as is_stop
      from record r
     where r.state in ('given', 'resumed')
           and (r.source not in ('whatsapp_keyword', 'whatsapp_button')
                or exists (select from record e
                            where e.root = r.root and e.purpose = r.purpose and e.category = r.category
                              and e.state in ('withdrawn', 'objected') and kabar_stop_holds_until(e.source, e.occurred_at) < r.occurred_at))
        or r.state in ('withdrawn', 'objected') and not exists (
             select from record l
              where l.root = r.root and l.purpose = r.purpose and l.category = r.category and l.state in ('given', 'resumed')
                and l.occurred_at > kabar_stop_holds_until(r.source, r.occurred_at)
                and kabar_lifts(l.source, l.is_evidenced, r.source))
  )
  insert into consent_states (workspace_id, contact_id, purpose, category, state, source, record_id, since)
  select distinct on (c.root, c.purpose, c.category)
         p_workspace, c.root, c.purpose, c.category, c.state, c.source, c.id, c.occurred_at
    from counting c
   order by c.root, c.purpose, c.category, c.is_stop desc, c.occurred_at desc, c.id desc;

  -- Every stop that counts suppresses every identifier of the person.
  with recursive person as (
    select r.root, r.root as member from unnest(v_roots) as r (root)
    union
    select p.root, c.id from person p join contacts c on c.workspace_id = p_workspace and c.merged_into = p.member
  ), record as (
    select p.root, case r.purpose when 'marketing' then 'marketing' else 'all' end as scope, r.source, r.state, r.is_evidenced, r.occurred_at
      from person p join consent_records r on r.workspace_id = p_workspace and r.contact_id = p.member
     where r.purpose in ('marketing', 'messages') and r.category = ''
  ), stop as (
    select r.root, r.scope, r.source, max(r.occurred_at) as since
      from record r
     where r.state in ('withdrawn', 'objected')
       and not exists (
             select from record l
              where l.root = r.root and l.scope = r.scope and l.state in ('given', 'resumed')
                and l.occurred_at > kabar_stop_holds_until(r.source, r.occurred_at)
                and kabar_lifts(l.source, l.is_evidenced, r.source))
     group by r.root, r.scope, r.source
  )
  insert into suppressions as s (workspace_id, id, match_kind, match_hash, scope, source, since, created_at)
  select p_workspace, uuidv7(), i.match_kind, i.match_hash, stop.scope, stop.source, stop.since, p_at
    from stop join contact_identifiers i on i.workspace_id = p_workspace and i.contact_id = stop.root
   order by i.match_kind, i.match_hash, stop.scope, stop.source
  on conflict (workspace_id, match_kind, match_hash, scope, source) do update
     set since = greatest(s.since, excluded.since), lifted_at = null
   where s.lifted_at is not null or s.since < excluded.since;

  -- What a newer record lifts is lifted, whoever's stop it was: the identifier is this person's now.
  with recursive person as (
    select r.root, r.root as member from unnest(v_roots) as r (root)
    union
    select p.root, c.id from person p join contacts c on c.workspace_id = p_workspace and c.merged_into = p.member
  ), lift as (
    select p.root, case r.purpose when 'marketing' then 'marketing' else 'all' end as scope, r.source, r.is_evidenced, r.occurred_at
      from person p join consent_records r on r.workspace_id = p_workspace and r.contact_id = p.member
     where r.purpose in ('marketing', 'messages') and r.category = '' and r.state in ('given', 'resumed') and r.is_evidenced
  )
  update suppressions s set lifted_at = p_at
    from contact_identifiers i
   where i.workspace_id = p_workspace and i.contact_id = any (v_roots)
     and s.workspace_id = i.workspace_id and s.match_kind = i.match_kind and s.match_hash = i.match_hash and s.lifted_at is null
     and exists (select from lift l
                  where l.root = i.contact_id and l.scope = s.scope
                    and l.occurred_at > kabar_stop_holds_until(s.source, s.since) and kabar_lifts(l.source, l.is_evidenced, s.source));

  -- An identifier learned later joins what the person's others have.
  with active as (
    select i.contact_id, s.scope, s.source, max(s.since) as since
      from contact_identifiers i
      join suppressions s on s.workspace_id = i.workspace_id and s.match_kind = i.match_kind and s.match_hash = i.match_hash and s.lifted_at is null
     where i.workspace_id = p_workspace and i.contact_id = any (v_roots)
     group by i.contact_id, s.scope, s.source
  )
  insert into suppressions as s (workspace_id, id, match_kind, match_hash, scope, source, since, created_at)
  select p_workspace, uuidv7(), i.match_kind, i.match_hash, a.scope, a.source, a.since, p_at
    from active a join contact_identifiers i on i.workspace_id = p_workspace and i.contact_id = a.contact_id
   order by i.match_kind, i.match_hash, a.scope, a.source
  on conflict (workspace_id, match_kind, match_hash, scope, source) do update
     set since = greatest(s.since, excluded.since), lifted_at = null
   where s.lifted_at is not null or s.since < excluded.since;

  return query select unnest(v_roots);
end
$$;
revoke execute on function kabar_project_consents(uuid, uuid[], timestamptz) from public;
grant execute on function kabar_project_consents(uuid, uuid[], timestamptz) to kabar_app, kabar_engine;

-- New and moved identifiers: only people with something to hold are looked at, which is one probe per identifier for the rest.
create function kabar_identifiers_consents() returns trigger
  language plpgsql
as $$
declare
  v_row record;
begin
  for v_row in
    select n.workspace_id, array_agg(distinct n.contact_id) as contacts
      from new_rows n
     where exists (select from contact_identifiers i
                     join suppressions s on s.workspace_id = i.workspace_id and s.match_kind = i.match_kind and s.match_hash = i.match_hash
                    where i.workspace_id = n.workspace_id and i.contact_id = n.contact_id and s.lifted_at is null)
        or exists (select from consent_states c
                    where c.workspace_id = n.workspace_id and c.contact_id = n.contact_id
                      and c.purpose in ('marketing', 'messages') and c.state in ('withdrawn', 'objected'))
     group by n.workspace_id
  loop
    perform kabar_project_consents(v_row.workspace_id, v_row.contacts, clock_timestamp());
  end loop;
  return null;
end
$$;
create trigger contact_identifiers_learned after insert on contact_identifiers
  referencing new table as new_rows for each statement execute function kabar_identifiers_consents();
create trigger contact_identifiers_moved after update on contact_identifiers
  referencing new table as new_rows for each statement execute function kabar_identifiers_consents();

-- Two contacts became one person, or one became two: what holds is worked out anew for each.
create function kabar_merged_consents() returns trigger
  language plpgsql
as $$
begin
  perform kabar_project_consents(new.workspace_id, array_remove(array[new.id, old.merged_into, new.merged_into], null), clock_timestamp());
  return null;
end
$$;
create trigger contacts_merged_consents after update of merged_into on contacts
  for each row when (old.merged_into is distinct from new.merged_into) execute function kabar_merged_consents();

-- What the send gate says about marketing to a contact, in one word; see modules/consent/README.md.
create function kabar_marketing_choice(p_workspace uuid, p_contact uuid) returns text
  language sql stable
as $$
  select case
    when c.state in ('withdrawn', 'objected') then 'stopped'
    when exists (select from contact_identifiers i
                   join suppressions s on s.workspace_id = i.workspace_id and s.match_kind = i.match_kind and s.match_hash = i.match_hash
                  where i.workspace_id = p_workspace and i.contact_id = p_contact and s.lifted_at is null) then 'stopped'
    else coalesce(c.state, 'unset') end
    from (select 1) as one
    left join consent_states c on c.workspace_id = p_workspace and c.contact_id = p_contact and c.purpose = 'marketing' and c.category = ''
$$;
revoke execute on function kabar_marketing_choice(uuid, uuid) from public;
grant execute on function kabar_marketing_choice(uuid, uuid) to kabar_app, kabar_engine;
