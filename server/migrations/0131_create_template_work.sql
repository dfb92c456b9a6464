-- Purpose: drafts, history and daily results of templates, and what is needed to edit them.
-- Locks: templates exclusively for a moment; columns without defaults rewrite nothing.
-- Time at 10 M rows: under a second.
-- Kind: compatible

alter table templates
  -- Seconds; null: WhatsApp's own.
  add column ttl_seconds integer,
  -- { category, at } that WhatsApp gave notice of.
  add column coming_category jsonb,
  -- When an approved template was edited from here; WhatsApp allows one edit a day and ten in 30 days.
  add column edited_at timestamptz[] not null default '{}',
  -- Our copies of the sample files of its headers, in the order of the headers.
  add column sample_media_ids uuid[] not null default '{}';

-- A template that is being written. It may be unfinished in every way. With `template_id` it is an edit of that one.
create table template_drafts (
  workspace_id uuid not null,
  id uuid not null,
  number_id uuid,
  template_id uuid,
  name text not null,
  language text not null,
  category text not null check (category in ('authentication', 'marketing', 'utility')),
  parameter_format text not null check (parameter_format in ('positional', 'named')),
  components jsonb not null,
  ttl_seconds integer,
  -- { at, issues: [{ path, message }] } of the last time it was handed in.
  last_refusal jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, number_id) references numbers (workspace_id, id),
  foreign key (workspace_id, template_id) references templates (workspace_id, id) on delete cascade
);
create index template_drafts_number on template_drafts (workspace_id, number_id);
create index template_drafts_template on template_drafts (workspace_id, template_id);
select kabar_tenant_table('template_drafts');

-- Every change of status, quality, category and components, as it was learned.
create table template_changes (
  workspace_id uuid not null,
  template_id uuid not null,
  id bigint generated always as identity,
  kind text not null check (kind in ('created', 'status', 'quality', 'category', 'category_notice', 'components')),
  from_value text,
  to_value text,
  reason text,
  source text not null check (source in ('kabar', 'webhook', 'sync')),
  at timestamptz not null,
  primary key (workspace_id, template_id, id),
  foreign key (workspace_id, template_id) references templates (workspace_id, id) on delete cascade
);
select kabar_tenant_table('template_changes');

-- Results of one template on one day of a time zone, counted when they are asked for and kept: days that are over hardly
-- change any more.
create table template_usage_days (
  workspace_id uuid not null,
  template_id uuid not null,
  time_zone text not null,
  day date not null,
  accepted integer not null,
  sent integer not null,
  delivered integer not null,
  read integer not null,
  failed integer not null,
  cancelled integer not null,
  replied integer not null,
  -- { <reason code>: count }
  failures jsonb not null,
  counted_at timestamptz not null,
  primary key (workspace_id, template_id, time_zone, day),
  foreign key (workspace_id, template_id) references templates (workspace_id, id) on delete cascade
);
select kabar_tenant_table('template_usage_days');
