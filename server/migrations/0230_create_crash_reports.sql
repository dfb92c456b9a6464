-- Purpose: what went wrong in our own code, counted by kind and day, without a word of data.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- One row per kind of fault and day; no row is about one person or one workspace.
create table crash_reports (
  day date not null,
  -- Of source, name, code, sentence and frames.
  fingerprint bytea not null check (octet_length(fingerprint) = 16),
  source text not null check (source in ('server', 'browser')),
  version text not null,
  name text not null,
  code text,
  -- A fixed sentence of ours; browsers send none.
  text text,
  -- Pattern of the page's address, never the address.
  route text,
  -- Places in our own source.
  frames jsonb not null,
  seen_count integer not null check (seen_count > 0),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (day, fingerprint)
);
create index crash_reports_fingerprint on crash_reports (fingerprint, day desc);
