-- Purpose: the search index: keyed hashes of words of messages, notes and contacts; how far an index has been made.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected; existing messages are taken in by a job.
-- Kind: compatible

-- One message or note that can be found. `place` orders by time and is unique: tenths of a second since 2020 times 2^19, plus a tie. `words`
-- are the keyed hashes of its words, so that its postings can be found again when it changes or its contact is erased.
create table search_documents (
  workspace_id uuid not null,
  place bigint not null,
  source text not null check (source in ('message', 'note')),
  source_id uuid not null,
  contact_id uuid not null,
  conversation_id uuid not null,
  type text not null,
  direction text check (direction in ('in', 'out')),
  -- Of a message the user who wrote it, of a note the member; null when nobody here did.
  author_id uuid,
  words bigint[] not null,
  primary key (workspace_id, place)
) with (fillfactor = 95);
create unique index search_documents_source on search_documents (workspace_id, source_id);
create index search_documents_contact on search_documents (workspace_id, contact_id);
create index search_documents_conversation on search_documents (workspace_id, conversation_id, place);
select kabar_tenant_table('search_documents');

-- Postings: in which documents a word stands. Nothing but its key, which is read newest first without touching the table.
create table message_words (
  workspace_id uuid not null,
  word bigint not null,
  place bigint not null,
  primary key (workspace_id, word, place)
) with (autovacuum_vacuum_insert_scale_factor = 0.05);
select kabar_tenant_table('message_words');

-- How many documents a word stands in, for choosing the rarest; kept in the transaction that writes the postings. `rank` is the logarithm to base
-- four of the largest count so far, under which search_prefixes has the word; it changes rarely and never sinks.
create table search_words (
  workspace_id uuid not null,
  word bigint not null,
  document_count bigint not null,
  rank smallint not null,
  primary key (workspace_id, word)
) with (fillfactor = 75);
select kabar_tenant_table('search_words');

-- Words by their beginnings of two to eight letters, frequent ones first.
create table search_prefixes (
  workspace_id uuid not null,
  prefix bigint not null,
  rank smallint not null,
  word bigint not null,
  primary key (workspace_id, prefix, rank, word)
);
select kabar_tenant_table('search_prefixes');

-- Contacts by beginnings of their names, addresses and attributes, by digits of their numbers.
create table contact_words (
  workspace_id uuid not null,
  word bigint not null,
  contact_id uuid not null,
  primary key (workspace_id, word, contact_id)
) with (autovacuum_vacuum_insert_scale_factor = 0.05);
create index contact_words_contact on contact_words (workspace_id, contact_id);
select kabar_tenant_table('contact_words');

-- How far what was stored before the index has been taken in, newest first. Each position is the id last done; done_at null: still going on.
-- A workspace without a row has nothing from before.
create table search_progress (
  workspace_id uuid primary key,
  messages_before uuid not null default 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  entries_before uuid not null default 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  contacts_before uuid not null default 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  -- Set while everything of the workspace is to be thrown away first.
  is_emptying boolean not null default false,
  started_at timestamptz not null,
  done_at timestamptz
);
select kabar_tenant_table('search_progress');
