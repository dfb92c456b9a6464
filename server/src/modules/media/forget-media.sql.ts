import { ID_PREFIXES } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';

/** Objects of a file that was forgotten. */
export type ForgottenFile = { storageKey: string | null; thumbKey: string | null };

const countedOff = `
  counted as (
    update media_usage usage set bytes = usage.bytes - gone.bytes, files = usage.files - gone.files
      from (select workspace_id, sum(bytes) as bytes, count(*) as files from changed where was_stored group by workspace_id) gone
     where usage.workspace_id = gone.workspace_id)`;

/** Deletes files that came with messages, and named ones that no message, saved reply, template or draft uses. */
export function deleteOfMessages(workspaceId: string, messageIds: readonly string[], mediaIds: readonly string[]): Statement {
  return {
    name: 'media_delete_of_messages',
    text: `
      with named as (
        select f.id from media f where f.workspace_id = $1 and f.message_id is not null and f.message_id = any ($2::uuid[])
        union
        select f.id from media f
         where f.workspace_id = $1 and f.id = any ($3::uuid[]) and f.message_id is null
           and not exists (select from messages m where m.workspace_id = $1 and m.media_id = f.id and m.direction = 'out'
                              and m.id <> all ($2::uuid[]))
           and not exists (select from saved_replies r where r.workspace_id = $1 and r.media_id = f.id)
           and not exists (select from templates p where p.workspace_id = $1 and f.id = any (p.sample_media_ids))
           and not exists (select from template_drafts d, unnest($3::uuid[], $4::text[]) as told (id, public_id)
                            where d.workspace_id = $1 and told.id = f.id and strpos(d.components::text, told.public_id) > 0)),
      changed as (
        delete from media f using named where f.workspace_id = $1 and f.id = named.id
        returning f.workspace_id, f.storage_key, f.thumb_key, f.status = 'stored' as was_stored,
                  coalesce(f.size_bytes, 0) + coalesce(f.thumb_bytes, 0) as bytes), ${countedOff}
      select storage_key as "storageKey", thumb_key as "thumbKey" from changed`,
    values: [workspaceId, messageIds, mediaIds, mediaIds.map((id) => toPublicId(ID_PREFIXES.media, id))],
  };
}

/** Takes bytes, name, fingerprint and references off files; what stays is their kind and that they are gone. */
export function emptyMedia(workspaceId: string, mediaIds: readonly string[]): Statement {
  return {
    name: 'media_empty',
    text: `
      with old as (
        select workspace_id, id, storage_key, thumb_key, status = 'stored' as was_stored, coalesce(size_bytes, 0) + coalesce(thumb_bytes, 0) as bytes
          from media where workspace_id = $1 and id = any ($2::uuid[]) for update),
      changed as (
        update media f set status = 'gone', error = 'retention_over', filename_sealed = null, sha256 = null, storage_key = null, object_key_sealed = null,
               provider_ref_sealed = null, uploaded_refs = '{}', next_try_at = null, thumb_key = null, thumb_bytes = null,
               thumb_object_key_sealed = null, width = null, height = null
          from old where f.workspace_id = old.workspace_id and f.id = old.id
        returning old.*), ${countedOff}
      select storage_key as "storageKey", thumb_key as "thumbKey" from changed`,
    values: [workspaceId, mediaIds],
  };
}
