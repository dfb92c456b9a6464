-- Purpose: conversations, one per contact and number, with what the inbox list needs.
-- Locks: none that anyone else can hold; new objects only.
-- Time at 10 M rows: not affected.
-- Kind: compatible

create table conversations (
  workspace_id uuid not null,
  id uuid not null,
  number_id uuid not null,
  contact_id uuid not null,
  unread_count integer not null default 0 check (unread_count >= 0),
  -- Newest message by its own time; null while the conversation has none.
  last_message_id uuid,
  last_activity_at timestamptz not null,
  -- Time of the customer's newest message, as WhatsApp stamped it, and the end of the service window that it opened.
  last_inbound_at timestamptz,
  window_expires_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, number_id, contact_id),
  foreign key (workspace_id, number_id) references numbers (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
) with (fillfactor = 80);
-- The inbox list by newest activity: all, one number's, those with something unread. The list of one contact uses the
-- index of its foreign key.
create index conversations_activity on conversations (workspace_id, last_activity_at desc, id desc);
create index conversations_number on conversations (workspace_id, number_id, last_activity_at desc, id desc);
create index conversations_unread on conversations (workspace_id, last_activity_at desc, id desc) where unread_count > 0;
create index conversations_contact on conversations (workspace_id, contact_id, last_activity_at desc, id desc);
select kabar_tenant_table('conversations');
