import { ID_BODY_PATTERN, ID_PREFIXES, type NotificationKind } from '@kabar/contract';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { NotifyDeps } from './notifications-context.ts';
import { insertNotifications } from './notifications.sql.ts';

/** Something to tell members of. Ids are database ids, besides those in `data`, which are public ones. */
export type News = {
  kind: NotificationKind;
  /** Who is to be told; only members who may see the thing. */
  memberIds: readonly string[];
  /** Who caused it. A member is not told of what they did themselves. */
  actor: { kind: 'member' | 'api_key' | 'contact' | 'bot'; id: string | null } | { kind: 'system' };
  conversationId?: string;
  /** Further public ids and words of ours, as the contract lists them for the kind. */
  data?: Readonly<Record<string, string>>;
  /** The same cause told again to the same member makes no second notification. At most 100 characters, ids only. */
  dedupeKey?: string;
};

const dataForm = new RegExp(`^(?:[a-z]{3,4}_${ID_BODY_PATTERN}|[a-z][a-z_]{0,39}|[0-9]{1,6})$`);

/**
 * Tells members of something, in the transaction of its cause. Gives the members who were told: without the one who did it,
 * those who put this kind off, and those who know of this cause already.
 *
 * Errors: throws `TypeError` when `data` holds anything but public ids, counts and words (a defect of ours); database errors.
 */
export async function notify(deps: NotifyDeps, tx: TenantTx | EngineTx, workspaceId: string, news: News): Promise<string[]> {
  const { actor, data = {} } = news;
  for (const value of Object.values(data)) {
    if (!dataForm.test(value)) throw new TypeError(`a notification may hold public ids and words of ours only (${news.kind})`);
  }
  const self = actor.kind === 'member' ? actor.id : null;
  const memberIds = [...new Set(news.memberIds)].filter((id) => id !== self);
  if (memberIds.length === 0) return [];
  const at = deps.clock.now();
  const rows = await tx.query<{ id: string; memberId: string }>(
    insertNotifications({
      workspaceId,
      ids: memberIds.map(() => deps.ids.uuid()),
      memberIds,
      kind: news.kind,
      actorKind: actor.kind,
      actorId: actor.kind === 'system' ? null : actor.id,
      conversationId: news.conversationId ?? null,
      data: JSON.stringify(data),
      dedupeKey: news.dedupeKey ?? null,
      at,
    }),
  );
  await appendEvents(
    tx,
    rows.map(({ id, memberId }) => notificationUpdated(workspaceId, id, memberId, at)),
  );
  return rows.map(({ memberId }) => memberId);
}

/** The event that tells a member's own screens that one of their notifications came or changed. */
export function notificationUpdated(
  workspaceId: string,
  id: string,
  memberId: string,
  occurredAt: Date,
): Parameters<typeof appendEvents>[1][number] {
  return {
    workspaceId,
    type: 'notification.updated',
    data: { notification_id: toPublicId(ID_PREFIXES.notification, id), member_id: toPublicId(ID_PREFIXES.member, memberId) },
    occurredAt,
  };
}
