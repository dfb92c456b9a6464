import { NOTIFICATION_KINDS, type NotificationPreferences, type UpdateNotificationPreferencesRequest } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { NotificationsContext } from './notifications-context.ts';
import { selectPreferences, upsertPreferences } from './notifications.sql.ts';

/** What one wants to be told of, every kind once. An API key is told of nothing. */
export async function getPreferences(ctx: Pick<NotificationsContext, 'db'>, actor: WorkspaceActor): Promise<NotificationPreferences> {
  const rows =
    actor.kind === 'user'
      ? await tenantQuery<{ kind: string; inApp: boolean }>(ctx.db, actor.workspaceId, selectPreferences(actor.workspaceId, actor.memberId))
      : NOTIFICATION_KINDS.map((kind) => ({ kind, inApp: false }));
  const stored = new Map(rows.map(({ kind, inApp }) => [kind, inApp]));
  return { data: NOTIFICATION_KINDS.map((kind) => ({ kind, in_app: stored.get(kind) ?? true })) };
}

/** Changes what one wants to be told of; counts for what happens from now on. Errors: `conflict` for an API key, which is told of nothing. */
export async function setPreferences(
  ctx: Pick<NotificationsContext, 'db'>,
  actor: WorkspaceActor,
  request: UpdateNotificationPreferencesRequest,
): Promise<NotificationPreferences> {
  if (actor.kind !== 'user') throw new AppError('conflict');
  const wanted = new Map(request.data.map(({ kind, in_app: inApp }) => [kind, inApp]));
  const preferences = [...wanted].map(([kind, inApp]) => ({ kind, inApp }));
  await tenantQuery(ctx.db, actor.workspaceId, upsertPreferences(actor.workspaceId, actor.memberId, preferences));
  return getPreferences(ctx, actor);
}
