-- Purpose: the list of a team, by state.
-- Locks: none; built beside the table's writers.
-- Time at 10 M rows: about half a minute.
-- Kind: compatible
-- Transaction: none

create index concurrently if not exists conversations_team_status on conversations (workspace_id, team_id, status, last_activity_at desc, id desc) where team_id is not null;
