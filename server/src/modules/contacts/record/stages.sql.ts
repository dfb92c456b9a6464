import type { Statement } from '#platform/db/tx';

/** A stage as stored, with how many contacts are in it. */
export type StageRow = { id: string; name: string; position: number; contactCount: number };

/** Stages in their order. Relies on contacts_stage for the counts. */
export function selectStages(workspaceId: string): Statement {
  return {
    text: `
      select stage.id, stage.name, stage.position,
             (select count(*)::int from contacts contact
               where contact.workspace_id = $1 and contact.stage_id = stage.id
                 and contact.merged_into is null and contact.erased_at is null) as "contactCount"
        from lifecycle_stages stage where stage.workspace_id = $1 order by stage.position, stage.id`,
    values: [workspaceId],
  };
}

/** Locks the stages of a workspace in their order, without counts. */
export function lockStages(workspaceId: string): Statement {
  return {
    text: `select id, name, position, 0 as "contactCount" from lifecycle_stages where workspace_id = $1 order by position, id for update`,
    values: [workspaceId],
  };
}

/** Adds stages; gives those whose name was free. */
export function insertStages(workspaceId: string, rows: readonly { id: string; name: string; position: number }[], at: Date): Statement {
  return {
    text: `
      insert into lifecycle_stages (workspace_id, id, name, position, created_at)
      select $1, item.id, item.name, item.position, $5 from unnest($2::uuid[], $3::text[], $4::int[]) as item (id, name, position)
      on conflict (workspace_id, lower(name)) do nothing
      returning id`,
    values: [workspaceId, rows.map((row) => row.id), rows.map((row) => row.name), rows.map((row) => row.position), at],
  };
}

/** Renames a stage. Errors: 23505 for a name that is taken. */
export function updateStageName(workspaceId: string, id: string, name: string): Statement {
  return {
    text: `update lifecycle_stages set name = $3 where workspace_id = $1 and id = $2 returning id`,
    values: [workspaceId, id, name],
  };
}

/** Numbers stages in the order given. */
export function updateStagePositions(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `
      update lifecycle_stages set position = item.position - 1
        from unnest($2::uuid[]) with ordinality as item (id, position)
       where lifecycle_stages.workspace_id = $1 and lifecycle_stages.id = item.id`,
    values: [workspaceId, ids],
  };
}

/** Gives every contact of one stage another, or none. Merged contacts, too: they may come back. */
export function moveContactsOfStage(workspaceId: string, id: string, toId: string | null): Statement {
  return { text: `update contacts set stage_id = $3 where workspace_id = $1 and stage_id = $2`, values: [workspaceId, id, toId] };
}

/** Deletes a stage that no contact has. */
export function deleteStage(workspaceId: string, id: string): Statement {
  return { text: `delete from lifecycle_stages where workspace_id = $1 and id = $2 returning id`, values: [workspaceId, id] };
}
