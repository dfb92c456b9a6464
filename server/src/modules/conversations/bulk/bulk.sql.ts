import type { BulkActionStatus, BulkChange, BulkItemResult } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';
import { filterWhere, statusWhere, type FilterInput } from '../inbox/filter-where.ts';

/** A bulk action as stored. Ids are database ids. */
export type BulkRow = {
  id: string;
  actorKind: 'member' | 'api_key';
  actorId: string;
  change: BulkChange;
  status: BulkActionStatus;
  undoUntil: Date;
  createdAt: Date;
  finishedAt: Date | null;
};

/** One conversation of an action. `before` and `after` are what `changeConversations` said, as JSON. */
export type BulkItem = { place: number; conversationId: string; result: BulkItemResult; before: unknown; after: unknown };

const columns = `id, actor_kind as "actorKind", actor_id as "actorId", change, status, undo_until as "undoUntil", created_at as "createdAt",
       finished_at as "finishedAt"`;

/** Adds an action. */
export function insertBulk(workspaceId: string, row: Omit<BulkRow, 'finishedAt'>): Statement {
  return {
    text: `insert into bulk_actions (workspace_id, id, actor_kind, actor_id, change, status, undo_until, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [workspaceId, row.id, row.actorKind, row.actorId, JSON.stringify(row.change), row.status, row.undoUntil, row.createdAt],
  };
}

/** Adds the conversations of an action, in this order. */
export function insertItems(workspaceId: string, bulkId: string, conversationIds: readonly string[]): Statement {
  return {
    text: `insert into bulk_action_items (workspace_id, bulk_action_id, place, conversation_id)
           select $1, $2, item.place, item.id from unnest($3::uuid[]) with ordinality as item (id, place)`,
    values: [workspaceId, bulkId, conversationIds],
  };
}

/** Marks as not found what is not among the visible ones. */
export function updateHidden(workspaceId: string, bulkId: string, visibleIds: readonly string[]): Statement {
  return {
    text: `update bulk_action_items set result = 'not_found'
            where workspace_id = $1 and bulk_action_id = $2 and conversation_id <> all($3::uuid[])`,
    values: [workspaceId, bulkId, visibleIds],
  };
}

/** Adds all conversations that a filter matches now, at most `limit`. Gives them. */
export function insertMatching(bulkId: string, input: FilterInput, limit: number): Statement {
  const values: unknown[] = [input.workspaceId, bulkId, limit];
  const { conditions } = filterWhere(input, values);
  const walks = input.filter.statuses.map(
    (status) => `select v.id from conversations v where v.workspace_id = $1 and ${[statusWhere(status), ...conditions].join(' and ')}`,
  );
  return {
    text: `insert into bulk_action_items (workspace_id, bulk_action_id, place, conversation_id)
           select $1, $2, row_number() over (order by matching.id), matching.id from (${walks.join(' union all ')} limit $3) matching
           returning conversation_id as id`,
    values,
  };
}

/** One action; locked when it is to be changed. */
export function selectBulk(workspaceId: string, id: string, lock = false): Statement {
  return {
    text: `select ${columns} from bulk_actions where workspace_id = $1 and id = $2${lock ? ' for update' : ''}`,
    values: [workspaceId, id],
  };
}

/** Moves an action on. */
export function updateBulkStatus(workspaceId: string, id: string, status: BulkActionStatus, finishedAt: Date | null): Statement {
  return {
    text: 'update bulk_actions set status = $3, finished_at = $4 where workspace_id = $1 and id = $2',
    values: [workspaceId, id, status, finishedAt],
  };
}

/** The next conversations of an action that have this result, locked. */
export function lockItems(workspaceId: string, bulkId: string, result: BulkItemResult, limit: number): Statement {
  return {
    text: `select place, conversation_id as "conversationId", result, before, after from bulk_action_items
            where workspace_id = $1 and bulk_action_id = $2 and result = $3 order by place limit $4 for update`,
    values: [workspaceId, bulkId, result, limit],
  };
}

/** Writes what became of conversations. What was before and after is written once, when it is known. */
export function updateItems(workspaceId: string, bulkId: string, items: readonly BulkItem[]): Statement {
  return {
    text: `update bulk_action_items t set result = i.result, before = coalesce(t.before, i.before), after = coalesce(t.after, i.after)
             from json_to_recordset($3) as i (place int, result text, before jsonb, after jsonb)
            where t.workspace_id = $1 and t.bulk_action_id = $2 and t.place = i.place`,
    values: [workspaceId, bulkId, JSON.stringify(items)],
  };
}

/** How many conversations of an action have which result. */
export function countItems(workspaceId: string, bulkId: string): Statement {
  return {
    text: `select result, count(*)::int as count from bulk_action_items where workspace_id = $1 and bulk_action_id = $2 group by result`,
    values: [workspaceId, bulkId],
  };
}

/** The first conversations of an action. */
export function selectItems(workspaceId: string, bulkId: string, limit: number): Statement {
  return {
    text: `select place, conversation_id as "conversationId", result from bulk_action_items
            where workspace_id = $1 and bulk_action_id = $2 order by place limit $3`,
    values: [workspaceId, bulkId, limit],
  };
}

/** Forgets actions of all workspaces that were begun before a time. */
export function deleteOldBulk(before: Date): Statement {
  return { text: 'delete from bulk_actions where created_at < $1', values: [before] };
}
