import type { Statement } from '#platform/db/tx';
import type { CreatorKind } from './requests.sql.ts';

/** A line of history as stored. */
export type EventRow = {
  id: string;
  kind: string;
  actorKind: CreatorKind;
  actorId: string | null;
  data: Record<string, string>;
  at: Date;
};

/** Adds a line to the history of a request. */
export function insertEvent(workspaceId: string, requestId: string, row: EventRow): Statement {
  return {
    name: 'privacy_request_events_insert',
    text: `insert into privacy_request_events (workspace_id, id, request_id, kind, actor_kind, actor_id, data, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [workspaceId, row.id, requestId, row.kind, row.actorKind, row.actorId, JSON.stringify(row.data), row.at],
  };
}

/** The history of a request, oldest first; at most 500 lines. */
export function selectEvents(workspaceId: string, requestId: string): Statement {
  return {
    text: `
      select id, kind, actor_kind as "actorKind", actor_id as "actorId", data, at from privacy_request_events
       where workspace_id = $1 and request_id = $2 order by id limit 500`,
    values: [workspaceId, requestId],
  };
}
