-- Purpose: notices: who is responsible, immutable versions, who was told, who accepted, and which sentences are kept back.
-- Locks: users for a moment, to refer to it.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- What only people know. The installation's own stands under the workspace of all zeroes, like its keys.
create table notice_facts (
  workspace_id uuid primary key,
  facts jsonb not null,
  updated_at timestamptz not null
);
select kabar_tenant_table('notice_facts');

-- What was published, word for word, with the values each sentence was made of. Never changed and never deleted.
create table notice_versions (
  workspace_id uuid not null,
  id uuid not null,
  number integer not null check (number > 0),
  facts jsonb not null,
  sentences jsonb not null,
  changes jsonb not null,
  is_material boolean not null,
  effective_at timestamptz not null,
  published_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, number)
);
select kabar_tenant_table('notice_versions');
revoke update, delete on notice_versions from kabar_app, kabar_engine;
grant delete on notice_versions to kabar_engine;
create function kabar_keep_notice_version() returns trigger
  language plpgsql
as $$
begin
  raise exception 'a published notice is never changed' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger notice_versions_kept before update on notice_versions
  for each row execute function kabar_keep_notice_version();

-- Who was mailed about a version. One row per person and version, so that a repeated job tells nobody twice.
create table notice_mails (
  workspace_id uuid not null,
  notice_id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  mailed_at timestamptz not null,
  primary key (workspace_id, notice_id, user_id),
  foreign key (workspace_id, notice_id) references notice_versions (workspace_id, id) on delete cascade
);
create index notice_mails_user on notice_mails (user_id);
select kabar_tenant_table('notice_mails');

-- Who accepted which version, when and from where. It is about terms of use; no consent is ever made of it.
create table notice_acceptances (
  workspace_id uuid not null,
  notice_id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  accepted_at timestamptz not null,
  ip_address text not null,
  surface text not null check (surface in ('sign_up', 'dashboard')),
  primary key (workspace_id, notice_id, user_id),
  foreign key (workspace_id, notice_id) references notice_versions (workspace_id, id) on delete cascade
);
create index notice_acceptances_user on notice_acceptances (user_id);
select kabar_tenant_table('notice_acceptances');

-- Sentences of the version that counts which are not true at the moment, and since when.
create table notice_silences (
  workspace_id uuid not null,
  notice_id uuid not null,
  sentence_key text not null,
  since timestamptz not null,
  primary key (workspace_id, notice_id, sentence_key),
  foreign key (workspace_id, notice_id) references notice_versions (workspace_id, id) on delete cascade
);
select kabar_tenant_table('notice_silences');
