-- Purpose: the record of a contact: attributes of defined types, the stage it is in, notes, what happened to it, saved filters, blocks.
-- Locks: contacts and contact_merges exclusively for a moment; columns with constant defaults rewrite nothing.
-- Time at 10 M rows: under a second; the indexes on new columns of contacts hold nothing yet, but read the table once (some seconds).
-- Kind: compatible

create table lifecycle_stages (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  position integer not null,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index lifecycle_stages_name on lifecycle_stages (workspace_id, lower(name));
select kabar_tenant_table('lifecycle_stages');

alter table contacts
  -- Two letters of ISO 3166, from the newest phone number.
  add column country text,
  add column source text not null default 'message' check (source in ('message', 'member', 'api', 'import')),
  add column stage_id uuid,
  -- When they last wrote, to a few minutes.
  add column last_seen_at timestamptz,
  -- Since when a member wants nothing from and to them; how far WhatsApp is with it stands in contact_blocks.
  add column blocked_at timestamptz,
  add constraint contacts_stage foreign key (workspace_id, stage_id) references lifecycle_stages (workspace_id, id);
create index contacts_stage on contacts (workspace_id, stage_id) where stage_id is not null;
create index contacts_country on contacts (workspace_id, country) where country is not null;
create index contacts_blocked on contacts (workspace_id, id) where blocked_at is not null;

-- `removed_at`: not shown any more; a job deletes its values and then the row.
create table attributes (
  workspace_id uuid not null,
  id uuid not null,
  key text not null,
  label text not null,
  type text not null check (type in ('text', 'number', 'date', 'choice', 'yes_no')),
  sensitivity text not null check (sensitivity in ('personal', 'plain')),
  -- [{ key, label }] of type choice.
  choices jsonb not null default '[]',
  position integer not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index attributes_key on attributes (workspace_id, key) where removed_at is null;
select kabar_tenant_table('attributes');

-- Plain values lie in the column of their type; personal ones sealed under the contact's key with a keyed hash for equality.
-- `match_text` is what a plain text, choice or yes/no is compared by: lower case, byte order, so that the index serves both
-- equality and beginnings under row-level security.
create table contact_attributes (
  workspace_id uuid not null,
  contact_id uuid not null,
  attribute_id uuid not null,
  text_value text,
  match_text text collate "C",
  number_value double precision,
  date_value date,
  value_sealed bytea,
  match_hash bytea,
  updated_at timestamptz not null,
  primary key (workspace_id, contact_id, attribute_id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, attribute_id) references attributes (workspace_id, id) on delete cascade
);
create index contact_attributes_text on contact_attributes (workspace_id, attribute_id, match_text);
create index contact_attributes_number on contact_attributes (workspace_id, attribute_id, number_value) where number_value is not null;
create index contact_attributes_date on contact_attributes (workspace_id, attribute_id, date_value) where date_value is not null;
create index contact_attributes_hash on contact_attributes (workspace_id, attribute_id, match_hash) where match_hash is not null;
select kabar_tenant_table('contact_attributes');

create table contact_notes (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  author_kind text not null check (author_kind in ('member', 'api_key')),
  author_id uuid not null,
  text_sealed bytea not null,
  created_at timestamptz not null,
  edited_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index contact_notes_contact on contact_notes (workspace_id, contact_id, created_at desc, id desc);
select kabar_tenant_table('contact_notes');

-- What was done with a contact. `data` holds ids and words of ours. Stays with the contact it was done to: the timeline of a
-- contact that others were merged into reads theirs, too, so a merge moves nothing here.
create table contact_events (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('member', 'api_key', 'contact', 'bot', 'system')),
  actor_id uuid,
  data jsonb not null default '{}',
  occurred_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade
);
create index contact_events_contact on contact_events (workspace_id, contact_id, occurred_at desc, id desc);
select kabar_tenant_table('contact_events');

create table segments (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  shared boolean not null,
  -- Null: made by an API key; then it is shared.
  owner_member_id uuid,
  filter jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
select kabar_tenant_table('segments');

-- How far a block or its end has come at each number that talks with the contact. `next_try_at` null: nothing to do.
create table contact_blocks (
  workspace_id uuid not null,
  contact_id uuid not null,
  number_id uuid not null,
  wanted text not null check (wanted in ('blocked', 'unblocked')),
  state text not null check (state in ('applied', 'pending', 'waiting', 'failed')),
  reason text,
  attempts smallint not null default 0,
  next_try_at timestamptz,
  updated_at timestamptz not null,
  primary key (workspace_id, contact_id, number_id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, number_id) references numbers (workspace_id, id)
);
create index contact_blocks_number on contact_blocks (workspace_id, number_id);
create index contact_blocks_due on contact_blocks (next_try_at) where next_try_at is not null;
select kabar_tenant_table('contact_blocks');

-- Who merged, and what the surviving contact had in the fields that the merge wrote over: sealed under its key.
alter table contact_merges
  add column actor_kind text not null default 'system' check (actor_kind in ('member', 'api_key', 'system')),
  add column actor_id uuid,
  add column before_sealed bytea;
