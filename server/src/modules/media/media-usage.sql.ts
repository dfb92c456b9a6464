import type { MediaSettings } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** What the files of a workspace take; no row before the first file. */
export function selectMediaUsage(workspaceId: string): Statement {
  return { text: `select bytes::float8 as bytes, files::int as files from media_usage where workspace_id = $1`, values: [workspaceId] };
}

/** The settings of a workspace; no row before the first change. */
export function selectMediaSettings(workspaceId: string): Statement {
  return {
    text: `select compress_images, quota_bytes::float8 as quota_bytes from media_settings where workspace_id = $1`,
    values: [workspaceId],
  };
}

/** Writes the settings of a workspace. */
export function upsertMediaSettings(workspaceId: string, settings: MediaSettings, now: Date): Statement {
  return {
    text: `insert into media_settings (workspace_id, compress_images, quota_bytes, updated_at) values ($1, $2, $3, $4)
           on conflict (workspace_id) do update set compress_images = excluded.compress_images, quota_bytes = excluded.quota_bytes, updated_at = excluded.updated_at`,
    values: [workspaceId, settings.compress_images, settings.quota_bytes, now],
  };
}
