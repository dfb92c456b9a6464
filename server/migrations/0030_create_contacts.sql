-- Purpose: contacts, the identifiers by which they are known, and the record of merges.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- A person as the workspace knows them: an internal id, never a phone number. Names are sealed under the contact's key.
create table contacts (
  workspace_id uuid not null,
  id uuid not null,
  -- Given by a member; wins over the profile name wherever one name is shown.
  name_sealed bytea,
  profile_name_sealed bytea,
  -- Keyed hash of the profile name, so that an unchanged name costs no write and no decryption.
  profile_name_hash bytea,
  -- The customer's own choice in WhatsApp, and WhatsApp's time of it; an older choice never replaces a newer one.
  marketing text not null default 'unset' check (marketing in ('unset', 'stopped', 'resumed')),
  marketing_at timestamptz,
  -- Set while this contact is merged into another; its id keeps working and leads there.
  merged_into uuid,
  erased_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, merged_into) references contacts (workspace_id, id)
) with (fillfactor = 85);
create index contacts_merged on contacts (workspace_id, merged_into) where merged_into is not null;
select kabar_tenant_table('contacts');

-- `match_hash` is a keyed hash of the folded value; `phone` and `wa_id` share the match kind `phone`, because WhatsApp
-- writes some Brazilian and Mexican numbers with a digit more or less than they are dialled with.
create table contact_identifiers (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('phone', 'wa_id', 'bsuid', 'parent_bsuid', 'username', 'lid')),
  match_kind text generated always as (case when kind = 'wa_id' then 'phone' else kind end) stored not null,
  match_hash bytea not null,
  value_sealed bytea not null,
  -- WhatsApp account under which a bsuid was told: the same person has another one in another business portfolio.
  scope text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, match_kind, match_hash),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
) with (fillfactor = 90);
create index contact_identifiers_contact on contact_identifiers (workspace_id, contact_id);
select kabar_tenant_table('contact_identifiers');

-- Two contacts turned out to be one person. `evidence` names the kind of proof and where it stood, never an identifier.
-- `moved` lists what changed hands, so that a merge can be undone: { identifiers, conversations, folded: [{ from, to, messages }] }.
create table contact_merges (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  merged_contact_id uuid not null,
  evidence jsonb not null,
  moved jsonb not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, merged_contact_id) references contacts (workspace_id, id) on delete cascade
);
create index contact_merges_contact on contact_merges (workspace_id, contact_id, at desc);
create index contact_merges_merged on contact_merges (workspace_id, merged_contact_id);
select kabar_tenant_table('contact_merges');

-- Processes remember who stands behind an identifier; this tells all of them at commit that a contact was merged,
-- taken apart or erased. Payload: workspace and contact.
create function kabar_notify_contact() returns trigger
  language plpgsql
as $$
begin
  perform pg_notify('kabar_contacts', new.workspace_id::text || ' ' || new.id::text);
  return null;
end
$$;
create trigger contacts_identity_changed after update of merged_into, erased_at on contacts
  for each row execute function kabar_notify_contact();
