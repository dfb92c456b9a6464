-- Purpose: workspaces that are being closed: when they will be deleted, and what was deleted and kept in the end.
-- Locks: workspaces and exports for a moment.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Set while a workspace is closing: read-only, and deleted at this time unless it is taken back.
alter table workspaces add column deletes_at timestamptz;
create index workspaces_deletes on workspaces (deletes_at) where deletes_at is not null;
grant delete on workspaces to kabar_engine;

-- One row per closing. It outlives the workspace, so nothing here points to other rows.
create table workspace_closures (
  workspace_id uuid not null,
  id uuid not null,
  workspace_name text not null,
  reason text,
  requested_by uuid not null,
  requested_at timestamptz not null,
  deletes_at timestamptz not null,
  reminded_at timestamptz,
  reopened_at timestamptz,
  reopened_by uuid,
  -- The keys are destroyed; rows and files follow.
  deleting_at timestamptz,
  deleted_at timestamptz,
  -- The signed receipt: what was deleted, what was kept, why and until when.
  receipt jsonb,
  primary key (workspace_id, id),
  check (deleted_at is null or receipt is not null)
);
create unique index workspace_closures_open on workspace_closures (workspace_id) where reopened_at is null and deleted_at is null;
create index workspace_closures_due on workspace_closures (deletes_at) where reopened_at is null and deleted_at is null;
select kabar_tenant_table('workspace_closures');

alter table exports drop constraint exports_kind_check;
alter table exports add constraint exports_kind_check check (kind in ('contact', 'contacts', 'workspace'));
