-- Purpose: files of messages, sealed one by one; the queue of files to fetch from WhatsApp.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The bytes lie in the object storage under `storage_key`, encrypted with a key of their own. That key is wrapped under the
-- contact's key where there is a contact, else under the workspace key, so that destroying the contact's key destroys
-- the file. `sha256` is of the plain bytes.
create table media (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid,
  number_id uuid,
  message_id uuid,
  direction text not null check (direction in ('in', 'out')),
  status text not null check (status in ('pending', 'stored', 'gone')),
  kind text not null check (kind in ('image', 'video', 'audio', 'document', 'sticker')),
  mime_type text not null,
  size_bytes bigint,
  filename_sealed bytea,
  sha256 bytea,
  storage_key text,
  object_key_sealed bytea,
  -- { id, url, urlUntil, sha256, receivedAt } as WhatsApp gave them; cleared once the file is stored or given up.
  provider_ref_sealed bytea,
  -- { <number id>: { id, until } }: ids under which WhatsApp holds a copy for sending.
  uploaded_refs jsonb not null default '{}',
  -- Tries to fetch it; also the fence: a try whose number is no longer the newest writes nothing.
  attempts smallint not null default 0,
  -- When it is tried next. A claim moves this past the longest try, so that what a killed process held comes due by itself.
  next_try_at timestamptz,
  -- Word for why it could not be fetched.
  error text,
  created_at timestamptz not null,
  stored_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 80);
-- The fetcher claims by this: what waits, soonest first.
create index media_fetch on media (next_try_at) where status = 'pending' and direction = 'in';
-- Uploads that were never finished.
create index media_unfinished on media (created_at) where status = 'pending' and direction = 'out';
create index media_contact on media (workspace_id, contact_id) where contact_id is not null;
create index media_message on media (workspace_id, message_id) where message_id is not null;
select kabar_tenant_table('media');
