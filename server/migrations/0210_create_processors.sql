-- Purpose: the register of recipients (processors and sub-processors), transfers to other regions, changes of it, and what connections were asked for.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The register belongs to the installation, not to a workspace: whoever operates it chooses them. The list of roles is closed and has
-- no buyer. `config_key`: the part of the configuration that names it; such a row is made and ended by the program.
create table processors (
  id uuid primary key,
  config_key text,
  name text not null,
  role text not null check (role in ('processor', 'sub_processor', 'independent_controller', 'own_infrastructure')),
  purposes text[] not null check (cardinality(purposes) > 0),
  region text check (region ~ '^[A-Z]{2}$'),
  hosts text[] not null,
  own_network boolean not null,
  data text[] not null,
  contract_reference text,
  assessed_on date,
  assessed_until date,
  note text,
  status text not null check (status in ('planned', 'provisional', 'active', 'ended')),
  -- Of a provisional one: set with its first call.
  provisional_until timestamptz,
  starts_on date,
  announced_at timestamptz,
  activated_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((status = 'ended') = (ended_at is not null))
);
create unique index processors_config on processors (config_key) where status <> 'ended' and config_key is not null;
alter table processors enable row level security;
alter table processors force row level security;
create policy engine_rows on processors for all to kabar_engine using (true) with check (true);

-- No transfer without what makes it lawful. Kept when it ends: what was lawful when is part of the proof.
create table transfers (
  id uuid primary key,
  processor_id uuid not null references processors (id),
  to_region text not null check (to_region ~ '^[A-Z]{2}$'),
  mechanism text not null check (mechanism in
    ('adequacy', 'standard_contractual_clauses', 'binding_corporate_rules', 'binding_safeguards', 'consent', 'contract_with_person')),
  safeguards text not null check (safeguards <> ''),
  document_reference text,
  assessed_on date not null,
  valid_until date,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index transfers_processor on transfers (processor_id);
alter table transfers enable row level security;
alter table transfers force row level security;
create policy engine_rows on transfers for all to kabar_engine using (true) with check (true);

-- What changed, for workspaces and notices. Only added to.
create table processor_changes (
  id uuid primary key,
  processor_id uuid not null references processors (id),
  kind text not null check (kind in ('added', 'announced', 'activated', 'changed', 'ended', 'transfer_added', 'transfer_ended')),
  fields text[] not null default '{}',
  at timestamptz not null
);
create index processor_changes_processor on processor_changes (processor_id);
create index processor_changes_at on processor_changes (at);
alter table processor_changes enable row level security;
alter table processor_changes force row level security;
create policy engine_rows on processor_changes for all to kabar_engine using (true) with check (true);
create trigger processor_changes_append_only before update or delete on processor_changes
  for each row execute function kabar_refuse_change();

-- Connections by place, purpose, outcome and day, so that the register can be compared with what really happened.
create table egress_calls (
  day date not null,
  host text not null,
  purpose text not null,
  outcome text not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (day, host, purpose, outcome)
);
alter table egress_calls enable row level security;
alter table egress_calls force row level security;
create policy engine_rows on egress_calls for all to kabar_engine using (true) with check (true);
