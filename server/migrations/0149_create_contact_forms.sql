-- Purpose: what visitors write in a workspace's contact form, kept by a rule of its own until it becomes a relationship.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- A workspace without a row has the form switched off.
create table contact_forms (
  workspace_id uuid primary key references workspaces (id) on delete cascade,
  is_on boolean not null,
  -- What stands above the form, by language; empty: our own words.
  intro jsonb not null default '{}',
  asks_project boolean not null default false,
  updated_at timestamptz not null
);
select kabar_tenant_table('contact_forms');

create table contact_form_messages (
  workspace_id uuid not null,
  id uuid not null,
  submitted_at timestamptz not null,
  state text not null check (state in ('new', 'answered', 'converted')),
  language text not null check (language in ('en', 'id')),
  -- Everything that was typed, under the workspace key; gone once it was converted, because the contact has it then.
  content_sealed bytea,
  -- The phone number as contacts are looked up by, so that a person who asks or is erased is found here, too.
  match_kind text check (match_kind = 'phone'),
  match_hash bytea check (octet_length(match_hash) = 32),
  handled_at timestamptz,
  contact_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete set null (contact_id),
  check ((state = 'converted') = (content_sealed is null)),
  check ((match_kind is null) = (match_hash is null))
) with (fillfactor = 85);
create index contact_form_messages_state on contact_form_messages (workspace_id, state, id desc);
create index contact_form_messages_age on contact_form_messages (workspace_id, submitted_at);
create index contact_form_messages_person on contact_form_messages (workspace_id, match_kind, match_hash) where match_hash is not null;
create index contact_form_messages_contact on contact_form_messages (workspace_id, contact_id) where contact_id is not null;
select kabar_tenant_table('contact_form_messages');
