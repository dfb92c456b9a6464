import type { ConversationFilter } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A saved view as stored; `memberId` null: shared. */
export type ViewRow = { id: string; memberId: string | null; name: string; filter: ConversationFilter; createdAt: Date };

const columns = 'id, member_id as "memberId", name, filter, created_at as "createdAt"';

/** Shared views and those of a member (null: an API key, which has none), shared ones first, each part in its order. */
export function selectViews(workspaceId: string, memberId: string | null): Statement {
  return {
    name: 'conversations_views',
    text: `select ${columns} from inbox_views where workspace_id = $1 and (member_id is null or member_id = $2::uuid)
            order by member_id is not null, place, id limit 200`,
    values: [workspaceId, memberId],
  };
}

/** One view, if it is shared or the member's own. */
export function selectView(workspaceId: string, memberId: string | null, id: string): Statement {
  return {
    text: `select ${columns} from inbox_views where workspace_id = $1 and id = $3 and (member_id is null or member_id = $2::uuid) for update`,
    values: [workspaceId, memberId, id],
  };
}

/** Adds a view behind the others of its part, of which there can be `limit`. Gives no row when there are as many. */
export function insertView(row: {
  workspaceId: string;
  id: string;
  memberId: string | null;
  name: string;
  filter: ConversationFilter;
  createdAt: Date;
  limit: number;
}): Statement {
  return {
    text: `insert into inbox_views (workspace_id, id, member_id, name, filter, place, created_at)
           select $1, $2, $3, $4, $5, coalesce(max(place) + 1, 0), $6 from inbox_views where workspace_id = $1 and member_id is not distinct from $3::uuid
           having count(*) < $7 returning ${columns}`,
    values: [row.workspaceId, row.id, row.memberId, row.name, JSON.stringify(row.filter), row.createdAt, row.limit],
  };
}

/** Changes name and filter of a view. */
export function updateView(workspaceId: string, id: string, name: string, filter: ConversationFilter): Statement {
  return {
    text: `update inbox_views set name = $3, filter = $4 where workspace_id = $1 and id = $2 returning ${columns}`,
    values: [workspaceId, id, name, JSON.stringify(filter)],
  };
}

/** Puts views into places. */
export function updatePlaces(workspaceId: string, rows: readonly { id: string; place: number }[]): Statement {
  return {
    text: `update inbox_views v set place = i.place from unnest($2::uuid[], $3::int[]) as i (id, place) where v.workspace_id = $1 and v.id = i.id`,
    values: [workspaceId, rows.map((row) => row.id), rows.map((row) => row.place)],
  };
}

/** Deletes a view. */
export function deleteView(workspaceId: string, id: string): Statement {
  return { text: 'delete from inbox_views where workspace_id = $1 and id = $2', values: [workspaceId, id] };
}

/** Deletes the views of a member who leaves. */
export function deleteViewsOf(workspaceId: string, memberId: string): Statement {
  return { text: 'delete from inbox_views where workspace_id = $1 and member_id = $2', values: [workspaceId, memberId] };
}
