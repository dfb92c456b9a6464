-- Purpose: message templates as WhatsApp knows them, kept in step by sync and by webhooks.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- The send gate joins by (workspace_id, waba_account_id, name, language); that unique key serves it. `language` is written
-- with an underscore (en_US). A template that WhatsApp no longer lists stays with status deleted, because messages name it.
create table templates (
  workspace_id uuid not null,
  id uuid not null,
  waba_account_id uuid not null,
  meta_id text not null,
  name text not null,
  language text not null,
  category text not null check (category in ('authentication', 'marketing', 'utility', 'unknown')),
  status text not null,
  quality text not null default 'unknown' check (quality in ('green', 'yellow', 'red', 'unknown')),
  rejected_reason text,
  parameter_format text not null default 'positional' check (parameter_format in ('positional', 'named')),
  components jsonb not null,
  paused_until timestamptz,
  -- Newest moment that status, quality and category speak of; a webhook about an earlier moment changes nothing.
  facts_at timestamptz not null,
  synced_at timestamptz not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, waba_account_id, name, language),
  foreign key (workspace_id, waba_account_id) references waba_accounts (workspace_id, id)
);
create index templates_meta_id on templates (workspace_id, waba_account_id, meta_id);
create index templates_list on templates (workspace_id, name, language, id);
select kabar_tenant_table('templates');
