-- Purpose: drop the indexes whose work the new ones do, so that a message writes as many index entries as before.
-- Locks: conversations exclusively for a moment.
-- Time at 10 M rows: under a second.
-- Kind: compatible

drop index conversations_activity;
drop index conversations_number;
drop index conversations_team;
drop index conversations_contact;
alter table conversations drop constraint conversations_workspace_id_number_id_contact_id_key;
alter table conversations add constraint conversations_ends unique using index conversations_ends;
