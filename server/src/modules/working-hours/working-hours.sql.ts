import type { Schedule } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** Hours as stored; `numberId` null for the workspace. A workspace that set nothing has one row without a schedule. */
export type HoursRow = {
  workspaceId: string;
  timeZone: string;
  numberId: string | null;
  schedule: Schedule | null;
  updatedAt: Date | null;
};

/** All schedules of some workspaces, with their time zones. */
export function selectHours(workspaceIds: readonly string[]): Statement {
  return {
    name: 'working_hours_of',
    text: `
      select w.id as "workspaceId", w.time_zone as "timeZone", h.number_id as "numberId", h.schedule, h.updated_at as "updatedAt"
        from workspaces w left join working_hours h on h.workspace_id = w.id
       where w.id = any($1::uuid[])
       order by h.number_id nulls first`,
    values: [workspaceIds],
  };
}

/** Sets the hours of the workspace (`numberId` null) or of a number. */
export function upsertHours(row: { workspaceId: string; numberId: string | null; schedule: Schedule; at: Date }): Statement {
  return {
    text: `
      insert into working_hours (workspace_id, number_id, schedule, updated_at) values ($1, $2, $3, $4)
      on conflict (workspace_id, number_id) do update set schedule = excluded.schedule, updated_at = excluded.updated_at`,
    values: [row.workspaceId, row.numberId, JSON.stringify(row.schedule), row.at],
  };
}

/** Takes the hours of a number away. Gives them when there were any. */
export function deleteHours(workspaceId: string, numberId: string): Statement {
  return {
    text: 'delete from working_hours where workspace_id = $1 and number_id = $2 returning schedule',
    values: [workspaceId, numberId],
  };
}

/** Whether a number belongs to the workspace. */
export function selectNumber(workspaceId: string, numberId: string): Statement {
  return { text: 'select 1 from numbers where workspace_id = $1 and id = $2', values: [workspaceId, numberId] };
}
