-- Purpose: disclosures to authorities: the request, who approved it, what was handed out; the purpose and the hash of exports.
-- Locks: exports for a moment, to add columns.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- `details_sealed`: { request, decision, handover } in words, under the workspace key.
create table disclosures (
  workspace_id uuid not null,
  id uuid not null,
  authority text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  reference text not null,
  legal_basis text not null,
  received_on date not null,
  due_on date,
  scope text not null check (scope in ('persons', 'workspace')),
  status text not null check (status in ('recorded', 'approved', 'refused', 'withdrawn', 'handed_over')),
  details_sealed bytea not null,
  persons_told text check (persons_told in ('told', 'later', 'forbidden')),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  handed_over_at timestamptz,
  primary key (workspace_id, id),
  -- The second person is another one.
  check (status in ('recorded', 'withdrawn') or (decided_by is not null and decided_by <> recorded_by))
);
create index disclosures_recorded on disclosures (workspace_id, recorded_at);
select kabar_tenant_table('disclosures');

-- What was exported for a disclosure: one file per person, or one for the workspace. The hash stays when the file is gone.
create table disclosure_files (
  workspace_id uuid not null,
  disclosure_id uuid not null,
  position integer not null,
  contact_id uuid,
  export_id uuid,
  sha256 bytea,
  size_bytes bigint,
  primary key (workspace_id, disclosure_id, position),
  foreign key (workspace_id, disclosure_id) references disclosures (workspace_id, id) on delete cascade
);
create index disclosure_files_contact on disclosure_files (workspace_id, contact_id) where contact_id is not null;
select kabar_tenant_table('disclosure_files');

alter table exports
  add column disclosure_id uuid,
  -- Of the file as it is downloaded.
  add column sha256 bytea;
