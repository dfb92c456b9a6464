import type { MediaSettings, MediaUsage, UpdateMediaSettingsRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { MediaContext } from './media-context.ts';
import { selectMediaSettings, selectMediaUsage, upsertMediaSettings } from './media-usage.sql.ts';

type UsageContext = Pick<MediaContext, 'db' | 'care'>;

/** From here on a warning is shown. */
const warnFrom = 0.9;

/** What the files of a workspace take, and how much they may. */
export async function getMediaUsage(ctx: UsageContext, workspaceId: string): Promise<MediaUsage> {
  const [used, settings] = await Promise.all([
    tenantQuery<{ bytes: number; files: number }>(ctx.db, workspaceId, selectMediaUsage(workspaceId)),
    getMediaSettings(ctx, workspaceId),
  ]);
  const { bytes, files } = used[0] ?? { bytes: 0, files: 0 };
  const limits = [settings.quota_bytes, ctx.care.quotaBytes].filter((limit) => limit !== null);
  const quota = limits.length === 0 ? null : Math.min(...limits);
  const isOver = quota !== null && bytes >= quota;
  return { bytes, files, quota_bytes: quota, is_over: isOver, warning: quota === null ? null : warningOf(bytes, quota) };
}

function warningOf(bytes: number, quota: number): string | null {
  if (bytes >= quota)
    return 'The space for files is used up. Uploads are refused; files that customers send are still fetched. Remove files or raise the limit.';
  if (bytes < quota * warnFrom) return null;
  return `${Math.floor((bytes / quota) * 100)} % of the space for files are used. When it is full, uploads are refused.`;
}

/** Why another `moreBytes` do not fit, in words; null when they do. */
export async function overQuotaReason(ctx: UsageContext, workspaceId: string, moreBytes: number): Promise<string | null> {
  const { bytes, quota_bytes: quota } = await getMediaUsage(ctx, workspaceId);
  if (quota === null || (bytes < quota && bytes + moreBytes <= quota)) return null;
  return `The space for files of this workspace is used up (${inWords(quota)}). Remove files that are not needed, or ask an admin to raise the limit.`;
}

function inWords(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** The settings of a workspace. */
export async function getMediaSettings(ctx: Pick<MediaContext, 'db'>, workspaceId: string): Promise<MediaSettings> {
  const [row] = await tenantQuery<MediaSettings>(ctx.db, workspaceId, selectMediaSettings(workspaceId));
  return row ?? { compress_images: false, quota_bytes: null };
}

/** Changes the settings of a workspace. Audited. */
export async function updateMediaSettings(
  ctx: Pick<MediaContext, 'db' | 'clock' | 'audit'>,
  actor: WorkspaceActor,
  change: UpdateMediaSettingsRequest,
): Promise<MediaSettings> {
  const { workspaceId } = actor;
  const before = await getMediaSettings(ctx, workspaceId);
  const after: MediaSettings = {
    compress_images: change.compress_images ?? before.compress_images,
    quota_bytes: change.quota_bytes === undefined ? before.quota_bytes : change.quota_bytes,
  };
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(upsertMediaSettings(workspaceId, after, ctx.clock.now()));
    await appendAudit(ctx.audit, tx, {
      actor: { kind: actor.kind, id: actor.kind === 'user' ? actor.userId : actor.apiKeyId },
      action: 'media_settings.updated',
      before,
      after,
    });
  });
  return after;
}
