import { engineQuery, type Statement } from '#platform/db/tx';
import type { ExportsContext } from './exports-context.ts';

type Deps = Pick<ExportsContext, 'db' | 'storage'>;

/** Deletes files of many contacts that were made before, because one of them was erased; they can be ordered anew. Idempotent. */
export async function forgetLists(deps: Deps, workspaceId: string, madeBefore: Date): Promise<Record<string, number>> {
  const files = await engineQuery<{ id: string; storageKey: string }>(deps.db, selectLists(workspaceId, madeBefore));
  for (const { id, storageKey } of files) {
    await deps.storage.delete(storageKey);
    await engineQuery(deps.db, forgetList(workspaceId, id));
  }
  return { 'exports files': files.length };
}

/** How many such files there are. */
export async function countLists(deps: Pick<Deps, 'db'>, workspaceId: string, madeBefore: Date): Promise<Record<string, number>> {
  const files = await engineQuery<{ id: string }>(deps.db, selectLists(workspaceId, madeBefore));
  return { 'exports files': files.length };
}

function selectLists(workspaceId: string, madeBefore: Date): Statement {
  return {
    text: `select id, storage_key as "storageKey" from exports
            where workspace_id = $1 and kind = 'contacts' and storage_key is not null and created_at <= $2`,
    values: [workspaceId, madeBefore],
  };
}

function forgetList(workspaceId: string, id: string): Statement {
  return {
    text: `update exports set status = 'expired', storage_key = null, object_key_sealed = null where workspace_id = $1 and id = $2`,
    values: [workspaceId, id],
  };
}
