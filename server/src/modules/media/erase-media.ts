import { engineQuery, type Statement } from '#platform/db/tx';
import type { MediaContext } from './media-context.ts';

type Deps = Pick<MediaContext, 'db' | 'storage'>;
type File = { id: string; storageKey: string | null; thumbKey: string | null };

const pageSize = 500;
const atOnce = 8;

/** Deletes the files of contacts: bytes and thumbnails from the storage, then the rows, and counts them off the workspace's space. Idempotent. */
export async function eraseMediaOf(deps: Deps, workspaceId: string, contactIds: readonly string[]): Promise<Record<string, number>> {
  const counts = { media: 0, 'media files': 0 };
  for (;;) {
    const files = await engineQuery<File>(deps.db, selectOf(workspaceId, contactIds, pageSize));
    const names = files.flatMap(({ storageKey, thumbKey }) => [storageKey, thumbKey].filter((name) => name !== null));
    // The bytes first: a killed run still finds their names.
    for (let at = 0; at < names.length; at += atOnce)
      await Promise.all(names.slice(at, at + atOnce).map((name) => deps.storage.delete(name)));
    await engineQuery(
      deps.db,
      deleteMedia(
        workspaceId,
        files.map((file) => file.id),
      ),
    );
    counts.media += files.length;
    counts['media files'] += names.length;
    if (files.length < pageSize) return counts;
  }
}

/** How many files of contacts there are. */
export async function countMediaOf(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Record<string, number>> {
  const [row] = await engineQuery<{ count: number }>(deps.db, {
    text: `select count(*)::int as count from media where workspace_id = $1 and contact_id = any ($2::uuid[])`,
    values: [workspaceId, contactIds],
  });
  return { media: row?.count ?? 0 };
}

function selectOf(workspaceId: string, contactIds: readonly string[], limit: number): Statement {
  return {
    text: `select id, storage_key as "storageKey", thumb_key as "thumbKey" from media where workspace_id = $1 and contact_id = any ($2::uuid[]) limit $3`,
    values: [workspaceId, contactIds, limit],
  };
}

function deleteMedia(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `
      with gone as (
        delete from media where workspace_id = $1 and id = any ($2::uuid[])
        returning workspace_id, status = 'stored' as was_stored, coalesce(size_bytes, 0) + coalesce(thumb_bytes, 0) as bytes)
      update media_usage usage set bytes = usage.bytes - sum.bytes, files = usage.files - sum.files
        from (select workspace_id, sum(bytes) as bytes, count(*) as files from gone where was_stored group by workspace_id) sum
       where usage.workspace_id = sum.workspace_id`,
    values: [workspaceId, ids],
  };
}
