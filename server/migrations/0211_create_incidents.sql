-- Purpose: incidents and breaches: what happened, who is concerned, who was told by when, and what was learned.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- An incident of a workspace carries its id; one of whoever runs the installation carries the installation's, which no member can
-- name. `details_sealed`: { title, facts, lessons } under the key of that id. `origin_id`: the operator's incident it was told by.
create table incidents (
  workspace_id uuid not null,
  id uuid not null,
  origin_id uuid,
  status text not null check (status in ('open', 'closed')),
  risk text check (risk in ('unlikely', 'possible', 'high')),
  happened_from timestamptz not null,
  happened_until timestamptz,
  known_at timestamptz not null,
  laws text[] not null check (cardinality(laws) > 0),
  -- { reach, data, numberIds, apiKeyIds, memberIds }, database ids.
  scope jsonb not null,
  details_sealed bytea not null,
  assessed_at timestamptz,
  -- Counts of the last assessment, which stay when persons are erased.
  assessment jsonb,
  persons_told_at timestamptz,
  workspaces_told_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, id),
  check ((status = 'closed') = (closed_at is not null))
);
create unique index incidents_origin on incidents (workspace_id, origin_id) where origin_id is not null;
create index incidents_open on incidents (known_at) where status = 'open';
select kabar_tenant_table('incidents');

-- How a clock of a law was met, or why it does not apply.
create table incident_clocks (
  workspace_id uuid not null,
  incident_id uuid not null,
  key text not null,
  outcome text not null check (outcome in ('met', 'dismissed')),
  at timestamptz not null,
  remark_sealed bytea not null,
  primary key (workspace_id, incident_id, key),
  foreign key (workspace_id, incident_id) references incidents (workspace_id, id) on delete cascade
);
select kabar_tenant_table('incident_clocks');

-- Who is concerned, as it was found, and what became of telling them. `subject_workspace_id` differs from `workspace_id` for the operator's incidents.
create table incident_subjects (
  workspace_id uuid not null,
  incident_id uuid not null,
  kind text not null check (kind in ('contact', 'member')),
  subject_workspace_id uuid not null,
  subject_id uuid not null,
  data text[] not null,
  outcome text not null default 'not_told' check (outcome in ('not_told', 'told', 'unreachable')),
  channel text check (channel in ('whatsapp', 'mail', 'elsewhere')),
  message_id uuid,
  reason text,
  told_at timestamptz,
  primary key (workspace_id, incident_id, kind, subject_id),
  foreign key (workspace_id, incident_id) references incidents (workspace_id, id) on delete cascade
);
create index incident_subjects_outcome on incident_subjects (workspace_id, incident_id, outcome, kind, subject_id);
create index incident_subjects_person on incident_subjects (subject_workspace_id, subject_id);
select kabar_tenant_table('incident_subjects');

-- What was done when and by whom. Only added to; it goes with the incident.
create table incident_entries (
  workspace_id uuid not null,
  incident_id uuid not null,
  id uuid not null,
  kind text not null,
  user_id uuid,
  text_sealed bytea,
  count integer,
  at timestamptz not null,
  primary key (workspace_id, incident_id, id),
  foreign key (workspace_id, incident_id) references incidents (workspace_id, id) on delete cascade
);
select kabar_tenant_table('incident_entries');
revoke update on incident_entries from kabar_app, kabar_engine;
