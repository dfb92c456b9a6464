import {
  ID_PREFIXES,
  NOTIFICATION_KINDS,
  type ListNotificationsQuery,
  type Notification,
  type NotificationCount,
  type Page,
} from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import type { NotificationsContext } from './notifications-context.ts';
import { countUnread, selectNotifications, type NotificationRow } from './notifications.sql.ts';

const maxCount = 100;

/** One's own notifications, newest first; an API key has none. Errors: `cursor_invalid`. */
export async function listNotifications(
  ctx: NotificationsContext,
  actor: WorkspaceActor,
  query: ListNotificationsQuery,
): Promise<Page<Notification>> {
  const beforeId = readCursor(query.cursor);
  if (actor.kind !== 'user') return { data: [], next_cursor: null };
  const rows = await tenantQuery<NotificationRow>(
    ctx.db,
    actor.workspaceId,
    selectNotifications(
      actor.workspaceId,
      actor.memberId,
      { unread: query.unread === undefined ? null : query.unread === 'true', beforeId, limit: query.limit + 1 },
      await ctx.sightOf(actor),
    ),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: page.flatMap(presentNotification),
    next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null,
  };
}

/** How many of one's own are not read, up to 100; an API key has none. */
export async function countNotifications(ctx: NotificationsContext, actor: WorkspaceActor): Promise<NotificationCount> {
  if (actor.kind !== 'user') return { unread_count: 0 };
  const statement = countUnread(actor.workspaceId, actor.memberId, maxCount, await ctx.sightOf(actor));
  const [row] = await tenantQuery<{ count: number }>(ctx.db, actor.workspaceId, statement);
  return { unread_count: row?.count ?? 0 };
}

/** A kind that this release has no word for is left out. */
function presentNotification(row: NotificationRow): Notification[] {
  const kind = NOTIFICATION_KINDS.find((known) => known === row.kind);
  if (kind === undefined) return [];
  return [
    {
      // Ids are made with the very prefixes their types are branded with.
      id: toPublicId(ID_PREFIXES.notification, row.id) as Notification['id'],
      kind,
      actor: { kind: row.actorKind, id: actorId(row) },
      conversation_id:
        row.conversationId === null
          ? null
          : (toPublicId(ID_PREFIXES.conversation, row.conversationId) as NonNullable<Notification['conversation_id']>),
      data: row.data,
      read_at: row.readAt?.toISOString() ?? null,
      created_at: row.createdAt.toISOString(),
    },
  ];
}

function actorId({ actorKind, actorId: id }: NotificationRow): string | null {
  if (id === null) return null;
  if (actorKind === 'member') return toPublicId(ID_PREFIXES.member, id);
  if (actorKind === 'api_key') return toPublicId(ID_PREFIXES.apiKey, id);
  return actorKind === 'contact' ? toPublicId(ID_PREFIXES.contact, id) : null;
}

function readCursor(cursor: string | undefined): string | null {
  const position = decodeCursor(cursor, 1);
  if (position === null) return null;
  const [id] = position;
  if (typeof id !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new AppError('cursor_invalid');
  return id;
}
