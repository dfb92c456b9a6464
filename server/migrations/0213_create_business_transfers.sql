-- Purpose: the sale or merger of the business that runs the installation: who takes over on what terms, and which owners were told before and after.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table business_transfers (
  id uuid primary key,
  kind text not null check (kind in ('merger', 'acquisition', 'sale', 'split')),
  successor_name text not null check (successor_name <> ''),
  successor_contact text not null check (successor_contact <> ''),
  -- What the successor is bound to. Without it there is no transfer.
  successor_terms text not null check (length(successor_terms) >= 20),
  takes_effect_on date not null,
  status text not null check (status in ('planned', 'announced', 'completed', 'cancelled')),
  announced_at timestamptz,
  completed_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null,
  -- Nothing is completed that was not announced before.
  check (completed_at is null or announced_at < completed_at)
);
create unique index business_transfers_one on business_transfers ((true)) where status in ('planned', 'announced');
alter table business_transfers enable row level security;
alter table business_transfers force row level security;
create policy engine_rows on business_transfers for all to kabar_engine using (true) with check (true);

-- Who was told, before and after. What became of the mail stands with the mail, by its key.
create table business_transfer_notices (
  transfer_id uuid not null references business_transfers (id),
  stage text not null check (stage in ('before', 'after', 'cancelled')),
  user_id uuid not null,
  mail_key text not null,
  told_at timestamptz not null,
  primary key (transfer_id, stage, user_id)
);
alter table business_transfer_notices enable row level security;
alter table business_transfer_notices force row level security;
create policy engine_rows on business_transfer_notices for all to kabar_engine using (true) with check (true);
