-- Purpose: the sealed tier: records that are no longer visible and that a law wants to exist; their openings by two members.
-- Locks: retention_policies and retention_run_items for a moment, to add a column.
-- Time at 10 M rows: not affected.
-- Kind: compatible

alter table retention_policies add column sealed text[] not null default '{}';
alter table retention_run_items add column sealed bigint not null default 0;

-- One row per row that was visible. Sealed under a key of its own, which no contact's erasure destroys.
create table sealed_records (
  workspace_id uuid not null,
  id uuid not null,
  class text not null,
  source_table text not null,
  source_id uuid not null,
  contact_id uuid,
  conversation_id uuid,
  -- Of the contact when it was sealed, so that its law is known after the contact was erased.
  country text,
  anchor_at timestamptz not null,
  sealed_at timestamptz not null,
  record_sealed bytea not null,
  primary key (workspace_id, id),
  unique (workspace_id, source_table, source_id)
);
create index sealed_records_age on sealed_records (workspace_id, anchor_at, id);
select kabar_tenant_table('sealed_records');
-- Only the sweep and an approved opening come near, as the engine.
revoke all on sealed_records from kabar_app;

create table sealed_openings (
  workspace_id uuid not null,
  id uuid not null,
  status text not null check (status in ('asked', 'approved', 'refused')),
  reason_sealed bytea not null,
  contact_id uuid,
  from_at timestamptz,
  until_at timestamptz,
  asked_by uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  check ((status = 'asked') = (decided_by is null)),
  -- Nobody opens alone.
  check (decided_by <> asked_by)
);
select kabar_tenant_table('sealed_openings');
revoke delete on sealed_openings from kabar_app;
