-- Purpose: promises: what looking into the installation found, and dated evidence of what no program can show.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- What each live check last found. Those of the installation stand under the workspace of all zeroes, like its keys.
create table promise_checks (
  workspace_id uuid not null,
  check_key text not null,
  outcome text not null check (outcome in ('passed', 'failed', 'off')),
  -- Counts and words of ours; never personal.
  facts jsonb not null,
  checked_at timestamptz not null,
  -- Since when the outcome is this one.
  since timestamptz not null,
  primary key (workspace_id, check_key)
);
select kabar_tenant_table('promise_checks');

-- Audits, training, certificates, contracts. Those of the installation stand under the workspace of all zeroes and count for every workspace.
create table evidence (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  title text not null,
  owner text not null,
  link text,
  reference text,
  issued_on date not null,
  expires_on date not null check (expires_on > issued_on),
  remind_days integer not null check (remind_days > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  check (link is not null or reference is not null)
);
create index evidence_expiry on evidence (expires_on);
select kabar_tenant_table('evidence');
