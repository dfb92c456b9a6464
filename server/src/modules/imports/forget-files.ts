import { engineQuery, type Statement } from '#platform/db/tx';
import type { ImportsContext } from './imports-context.ts';

type Deps = Pick<ImportsContext, 'db' | 'storage'>;

/**
 * Deletes the files of finished imports in which somebody stood, with what was read from them; undoing such an import still works for everybody else.
 * A file that is still being imported stays for its few days: its row of an erased person is refused. Idempotent.
 */
export async function forgetFilesOf(deps: Deps, workspaceId: string, contactIds: readonly string[]): Promise<Record<string, number>> {
  const files = await engineQuery<{ id: string; storageKey: string | null }>(deps.db, selectFilesOf(workspaceId, contactIds));
  for (const { id, storageKey } of files) {
    if (storageKey !== null) await deps.storage.delete(storageKey);
    await engineQuery(deps.db, forgetFile(workspaceId, id));
  }
  return { 'imports files': files.length };
}

/** How many files of finished imports there are in which somebody stood. */
export async function countFilesOf(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Record<string, number>> {
  const files = await engineQuery<{ id: string }>(deps.db, selectFilesOf(workspaceId, contactIds));
  return { 'imports files': files.length };
}

function selectFilesOf(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `select i.id, i.storage_key as "storageKey" from imports i
            where i.workspace_id = $1 and (i.storage_key is not null or i.details_sealed is not null)
              and i.status not in ('draft', 'queued', 'running', 'paused', 'undoing')
              and exists (select from import_rows r where r.workspace_id = $1 and r.import_id = i.id and r.contact_id = any ($2::uuid[]))`,
    values: [workspaceId, contactIds],
  };
}

function forgetFile(workspaceId: string, id: string): Statement {
  return {
    text: `update imports set storage_key = null, object_key_sealed = null, details_sealed = null where workspace_id = $1 and id = $2`,
    values: [workspaceId, id],
  };
}
