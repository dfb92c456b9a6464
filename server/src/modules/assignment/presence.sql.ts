import type { MemberPresenceState, PresenceChoice } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A report as it changed the record. `before` is what others were last told; null for a first report. */
export type ReportedRow = { choice: PresenceChoice; announced: MemberPresenceState; before: MemberPresenceState | null };

/**
 * Records a report: `choice` null keeps what the member chose; `seenAt` null: the dashboard is being closed. What others are to
 * be told follows from both.
 */
export function upsertPresence(row: {
  workspaceId: string;
  memberId: string;
  choice: PresenceChoice | null;
  seenAt: Date | null;
}): Statement {
  return {
    name: 'presence_report',
    text: `
      with before as (select announced from member_presence where workspace_id = $1 and member_id = $2 for update)
      insert into member_presence as p (workspace_id, member_id, choice, last_seen_at, announced)
      values ($1, $2, coalesce($3, 'online'), $4, case when $4::timestamptz is null then 'offline' else coalesce($3, 'online') end)
      on conflict (workspace_id, member_id) do update
         set choice = coalesce($3, p.choice), last_seen_at = coalesce(excluded.last_seen_at, p.last_seen_at),
             announced = case when $4::timestamptz is null then 'offline' else coalesce($3, p.choice) end
      returning choice, announced, (select announced from before) as before`,
    values: [row.workspaceId, row.memberId, row.choice, row.seenAt],
  };
}

/** Marks members as offline whose dashboards have not reported since `before`; rows in work elsewhere are passed over. Gives them. */
export function updateSilent(before: Date, limit: number): Statement {
  return {
    text: `
      with silent as (
        select workspace_id, member_id from member_presence
         where announced <> 'offline' and last_seen_at < $1 order by last_seen_at limit $2 for update skip locked)
      update member_presence p set announced = 'offline' from silent
       where p.workspace_id = silent.workspace_id and p.member_id = silent.member_id
      returning p.workspace_id as "workspaceId", p.member_id as "memberId"`,
    values: [before, limit],
  };
}

/** A member with where they are and how much they have. */
export type PresenceRow = {
  memberId: string;
  choice: PresenceChoice;
  announced: MemberPresenceState;
  lastSeenAt: Date | null;
  openCount: number;
};

/** Every member of a workspace, or one of them. */
export function selectPresence(workspaceId: string, memberId: string | null): Statement {
  return {
    text: `
      select m.id as "memberId", coalesce(p.choice, 'online') as choice, coalesce(p.announced, 'offline') as announced, p.last_seen_at as "lastSeenAt",
             (select count(*)::int from conversations v where v.workspace_id = m.workspace_id and v.assignee_id = m.id and v.status = 'open') as "openCount"
        from workspace_members m left join member_presence p on p.workspace_id = m.workspace_id and p.member_id = m.id
       where m.workspace_id = $1 and ($2::uuid is null or m.id = $2)
       order by m.id`,
    values: [workspaceId, memberId],
  };
}
