import type { Statement } from '#platform/db/tx';
import type { FileKind } from '#whatsapp/media-rules';

/** A file as stored. */
export type MediaRow = {
  workspaceId: string;
  id: string;
  contactId: string | null;
  numberId: string | null;
  messageId: string | null;
  direction: 'in' | 'out';
  status: 'pending' | 'stored' | 'gone' | 'quarantined';
  kind: FileKind;
  mimeType: string;
  sizeBytes: number | null;
  filenameSealed: Buffer | null;
  sha256: Buffer | null;
  storageKey: string | null;
  objectKeySealed: Buffer | null;
  providerRefSealed: Buffer | null;
  attempts: number;
  /** Word for what went wrong at the last try, or for good. */
  error: string | null;
  nextTryAt: Date | null;
  width: number | null;
  height: number | null;
  thumbKey: string | null;
  thumbBytes: number | null;
  thumbObjectKeySealed: Buffer | null;
  scan: 'off' | 'waiting' | 'clean' | 'infected' | 'skipped';
  createdAt: Date;
};

const mediaColumns = `
  media.workspace_id as "workspaceId", media.id, media.contact_id as "contactId", media.number_id as "numberId",
  media.message_id as "messageId", media.direction, media.status, media.kind, media.mime_type as "mimeType",
  media.size_bytes as "sizeBytes", media.filename_sealed as "filenameSealed", media.sha256, media.storage_key as "storageKey",
  media.object_key_sealed as "objectKeySealed", media.provider_ref_sealed as "providerRefSealed", media.attempts,
  media.error, media.next_try_at as "nextTryAt", media.width, media.height, media.thumb_key as "thumbKey", media.thumb_bytes as "thumbBytes",
  media.thumb_object_key_sealed as "thumbObjectKeySealed", media.scan,
  media.created_at as "createdAt"`;

/** One file; primary key. */
export function selectMedia(workspaceId: string, id: string): Statement {
  return { name: 'media_one', text: `select ${mediaColumns} from media where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** Which of these files exist and can be sent; those used for the first time are marked, which spares them from removal. */
export function selectUsableMedia(workspaceId: string, ids: readonly string[], now: Date): Statement {
  return {
    name: 'media_usable',
    text: `
      with used as (
        update media set used_at = $3
         where workspace_id = $1 and id = any($2::uuid[]) and used_at is null and direction = 'out' and status = 'stored')
      select id from media where workspace_id = $1 and id = any($2::uuid[]) and status in ('pending', 'stored')`,
    values: [workspaceId, ids, now],
  };
}

/** Marks files as used by a template or draft. */
export function updateUsed(workspaceId: string, ids: readonly string[], now: Date): Statement {
  return {
    text: `update media set used_at = $3 where workspace_id = $1 and id = any($2::uuid[]) and used_at is null`,
    values: [workspaceId, ids, now],
  };
}

/** Files with the id that WhatsApp knows them under for one number, when it still does. */
export function selectUploadedRefs(workspaceId: string, numberId: string, ids: readonly string[]): Statement {
  return {
    name: 'media_uploaded_refs',
    text: `select ${mediaColumns}, media.uploaded_refs -> $2 ->> 'id' as "providerId", (media.uploaded_refs -> $2 ->> 'until')::timestamptz as "providerUntil"
             from media where workspace_id = $1 and id = any($3::uuid[])`,
    values: [workspaceId, numberId, ids],
  };
}

/** Remembers under which id WhatsApp knows a file for one number. */
export function updateUploadedRef(workspaceId: string, id: string, numberId: string, ref: { id: string; until: Date }): Statement {
  return {
    text: `update media set uploaded_refs = uploaded_refs || jsonb_build_object($3::text, jsonb_build_object('id', $4::text, 'until', $5::text))
            where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, numberId, ref.id, ref.until.toISOString()],
  };
}

/** A file of a message that came in, to be fetched. */
export type NewInboundMedia = {
  workspaceId: string;
  id: string;
  contactId: string;
  numberId: string;
  messageId: string;
  kind: FileKind;
  mimeType: string;
  filenameSealed: Buffer | null;
  providerRefSealed: Buffer;
};

/** Registers files to be fetched, with one statement, and wakes the fetchers at commit. */
export function insertInboundMedia(rows: readonly NewInboundMedia[], now: Date): Statement {
  return {
    name: 'media_register_inbound',
    text: `
      with added as (
        insert into media (workspace_id, id, contact_id, number_id, message_id, direction, status, kind, mime_type, filename_sealed,
                           provider_ref_sealed, next_try_at, created_at)
        select item.workspace_id, item.id, item.contact_id, item.number_id, item.message_id, 'in', 'pending', item.kind, item.mime_type,
               item.filename_sealed, item.provider_ref_sealed, $10, $10
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::bytea[])
               as item (workspace_id, id, contact_id, number_id, message_id, kind, mime_type, filename_sealed, provider_ref_sealed)
        on conflict (workspace_id, id) do nothing
        returning 1)
      select count(*)::int as count, pg_notify('kabar_media', '') from added`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.id),
      rows.map((row) => row.contactId),
      rows.map((row) => row.numberId),
      rows.map((row) => row.messageId),
      rows.map((row) => row.kind),
      rows.map((row) => row.mimeType),
      rows.map((row) => row.filenameSealed),
      rows.map((row) => row.providerRefSealed),
      now,
    ],
  };
}

/**
 * Claims files that are due, soonest first, across workspaces, by the partial index media_fetch. A claim counts as a try and
 * moves the next one to `leaseUntil`.
 */
export function claimInboundMedia(now: Date, leaseUntil: Date, limit: number): Statement {
  return {
    name: 'media_claim',
    text: `
      update media set attempts = media.attempts + 1, next_try_at = $2, error = null
        from (select workspace_id, id from media
               where status = 'pending' and direction = 'in' and next_try_at <= $1
               order by next_try_at limit $3 for update skip locked) due
       where media.workspace_id = due.workspace_id and media.id = due.id
      returning ${mediaColumns}`,
    values: [now, leaseUntil, limit],
  };
}

/** Claims one file that somebody wants to see now; gives nothing when it does not wait. */
export function claimOneMedia(workspaceId: string, id: string, leaseUntil: Date): Statement {
  return {
    text: `update media set attempts = attempts + 1, next_try_at = $3, error = null
            where workspace_id = $1 and id = $2 and status = 'pending' and direction = 'in' returning ${mediaColumns}`,
    values: [workspaceId, id, leaseUntil],
  };
}

/** When the next file is due; null when none waits. */
export function selectNextFetch(): Statement {
  return {
    name: 'media_next_fetch',
    text: `select min(next_try_at) as "at" from media where status = 'pending' and direction = 'in'`,
  };
}

/** Moves the next try of a file whose claim is still the newest. */
export function updateFetchLater(media: { workspaceId: string; id: string; attempts: number }, at: Date, error: string): Statement {
  return {
    text: `update media set next_try_at = $4, error = $5 where workspace_id = $1 and id = $2 and attempts = $3 and status = 'pending'`,
    values: [media.workspaceId, media.id, media.attempts, at, error],
  };
}

/** A stored thumbnail's facts, with the size of the original in pixels. */
export type StoredThumbnail = { key: string; sizeBytes: number; objectKeySealed: Buffer; width: number; height: number };

/** A stored object's facts. */
export type StoredFacts = {
  storageKey: string;
  sizeBytes: number;
  sha256: Buffer;
  objectKeySealed: Buffer;
  mimeType: string;
  scan: MediaRow['scan'];
  thumbnail: StoredThumbnail | null;
};

/** Adds what a statement named `changed` stored (with "bytes") to the usage of its workspace. */
const countUsage = `
  counted as (
    insert into media_usage (workspace_id, bytes, files) select workspace_id, sum(bytes), count(*) from changed group by workspace_id
    on conflict (workspace_id) do update set bytes = media_usage.bytes + excluded.bytes, files = media_usage.files + excluded.files)`;

const thumbnailValues = (thumbnail: StoredThumbnail | null): unknown[] => [
  thumbnail?.key ?? null,
  thumbnail?.sizeBytes ?? null,
  thumbnail?.objectKeySealed ?? null,
  thumbnail?.width ?? null,
  thumbnail?.height ?? null,
];

/** Completes a fetch whose claim is still the newest; gives the id when it did. */
export function updateFetched(media: { workspaceId: string; id: string; attempts: number }, facts: StoredFacts, at: Date): Statement {
  return {
    text: `
      with changed as (
        update media set status = case when $10 = 'infected' then 'quarantined' else 'stored' end, storage_key = $4, size_bytes = $5, sha256 = $6,
               object_key_sealed = $7, mime_type = $8, stored_at = $9, scan = $10, thumb_key = $11, thumb_bytes = $12,
               thumb_object_key_sealed = $13, width = $14, height = $15, provider_ref_sealed = null, next_try_at = null,
               error = case when $10 = 'infected' then 'infected' end
         where workspace_id = $1 and id = $2 and attempts = $3 and status = 'pending'
        returning workspace_id, id, size_bytes + coalesce(thumb_bytes, 0) as bytes), ${countUsage}
      select id from changed`,
    values: [
      media.workspaceId,
      media.id,
      media.attempts,
      facts.storageKey,
      facts.sizeBytes,
      facts.sha256,
      facts.objectKeySealed,
      facts.mimeType,
      at,
      facts.scan,
      ...thumbnailValues(facts.thumbnail),
    ],
  };
}

/** Gives a file up for good. */
export function updateGone(media: { workspaceId: string; id: string; attempts: number }, error: string): Statement {
  return {
    text: `update media set status = 'gone', provider_ref_sealed = null, next_try_at = null, error = $4
            where workspace_id = $1 and id = $2 and attempts = $3 and status = 'pending' returning id`,
    values: [media.workspaceId, media.id, media.attempts, error],
  };
}

/** An upload that begins: its object may exist from now on. */
export function insertUpload(row: {
  workspaceId: string;
  id: string;
  contactId?: string;
  kind: FileKind;
  mimeType: string;
  filenameSealed: Buffer | null;
  storageKey: string;
  at: Date;
}): Statement {
  return {
    text: `insert into media (workspace_id, id, direction, status, kind, mime_type, filename_sealed, storage_key, created_at, contact_id)
           values ($1, $2, 'out', 'pending', $3, $4, $5, $6, $7, $8)`,
    values: [row.workspaceId, row.id, row.kind, row.mimeType, row.filenameSealed, row.storageKey, row.at, row.contactId ?? null],
  };
}

/** An upload that is complete. */
export function updateUploadStored(
  workspaceId: string,
  id: string,
  facts: Omit<StoredFacts, 'storageKey' | 'mimeType'>,
  at: Date,
): Statement {
  return {
    text: `
      with changed as (
        update media set status = 'stored', size_bytes = $3, sha256 = $4, object_key_sealed = $5, stored_at = $6, scan = $7, thumb_key = $8,
               thumb_bytes = $9, thumb_object_key_sealed = $10, width = $11, height = $12
         where workspace_id = $1 and id = $2 and status = 'pending'
        returning ${mediaColumns}, media.workspace_id, media.size_bytes + coalesce(media.thumb_bytes, 0) as bytes), ${countUsage}
      select * from changed`,
    values: [workspaceId, id, facts.sizeBytes, facts.sha256, facts.objectKeySealed, at, facts.scan, ...thumbnailValues(facts.thumbnail)],
  };
}

/** Removes an upload that failed. */
export function deleteUpload(workspaceId: string, id: string): Statement {
  return {
    text: `delete from media where workspace_id = $1 and id = $2 and status = 'pending' and direction = 'out'`,
    values: [workspaceId, id],
  };
}

/** Uploads that began before and never ended, because the process died; index media_unfinished. */
export function selectUnfinishedUploads(before: Date, limit: number): Statement {
  return {
    text: `select workspace_id as "workspaceId", id, storage_key as "storageKey" from media
            where status = 'pending' and direction = 'out' and created_at < $1 order by created_at limit $2`,
    values: [before, limit],
  };
}

/** Records a thumbnail that was made when somebody asked for it. */
export function updateThumbnail(workspaceId: string, id: string, thumbnail: StoredThumbnail): Statement {
  return {
    text: `
      with changed as (
        update media set thumb_key = $3, thumb_bytes = $4, thumb_object_key_sealed = $5, width = $6, height = $7
         where workspace_id = $1 and id = $2 and status = 'stored' and thumb_key is null
        returning workspace_id, id, thumb_bytes as bytes),
      counted as (update media_usage usage set bytes = usage.bytes + changed.bytes from changed where usage.workspace_id = changed.workspace_id)
      select id from changed`,
    values: [workspaceId, id, ...thumbnailValues(thumbnail)],
  };
}

/** Files that wait for the scanner, oldest first, across workspaces; index media_scan. */
export function selectWaitingForScan(limit: number): Statement {
  return { text: `select ${mediaColumns} from media where scan = 'waiting' order by stored_at limit $1`, values: [limit] };
}

/** Records what the scanner said about a file that waited for it. */
export function updateScan(workspaceId: string, id: string, scan: 'clean' | 'infected' | 'skipped'): Statement {
  return {
    text: `update media set scan = $3, status = case when $3 = 'infected' then 'quarantined' else status end,
                            error = case when $3 = 'infected' then 'infected' else error end
            where workspace_id = $1 and id = $2 and scan = 'waiting' returning id`,
    values: [workspaceId, id, scan],
  };
}

/** Uploads that nothing has used since they were made before `before`; index media_unused. */
export function selectUnusedUploads(before: Date, limit: number): Statement {
  return {
    text: `select ${mediaColumns} from media
            where direction = 'out' and status = 'stored' and used_at is null and created_at < $1 order by created_at limit $2`,
    values: [before, limit],
  };
}

/**
 * Takes an upload away unless something uses it: its row says `gone`, so that nobody gets bytes that are about to be removed.
 * Gives the row when it did.
 */
export function updateRemoved(workspaceId: string, id: string): Statement {
  return {
    text: `
      with changed as (
        update media set status = 'gone', error = 'removed', thumb_key = null
         where workspace_id = $1 and id = $2 and direction = 'out' and status = 'stored' and used_at is null
        returning workspace_id, id, -(size_bytes + coalesce(thumb_bytes, 0)) as bytes),
      counted as (
        update media_usage usage set bytes = usage.bytes + changed.bytes, files = usage.files - 1
          from changed where usage.workspace_id = changed.workspace_id)
      select id from changed`,
    values: [workspaceId, id],
  };
}
