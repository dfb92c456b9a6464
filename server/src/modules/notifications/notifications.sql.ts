import type { Statement } from '#platform/db/tx';
import type { Sight } from './notifications-context.ts';

/** One notification to be stored for several members; `ids` and `memberIds` belong together by position. */
export type NewNotificationRows = {
  workspaceId: string;
  ids: readonly string[];
  memberIds: readonly string[];
  kind: string;
  actorKind: string;
  actorId: string | null;
  conversationId: string | null;
  data: string;
  dedupeKey: string | null;
  at: Date;
};

/**
 * Stores a notification for each of the members who still are members, did not put its kind off and were not told of the same
 * cause before. Gives those that were stored.
 */
export function insertNotifications(rows: NewNotificationRows): Statement {
  return {
    name: 'notifications_insert',
    text: `
      insert into notifications (workspace_id, id, member_id, kind, actor_kind, actor_id, conversation_id, data, dedupe_key, created_at)
      select $1, item.id, item.member_id, $4, $5, $6, $7, $8::jsonb, $9, $10
        from unnest($2::uuid[], $3::uuid[]) as item (id, member_id)
        join workspace_members member on member.workspace_id = $1 and member.id = item.member_id
       where not exists (select from notification_preferences preference
                          where preference.workspace_id = $1 and preference.member_id = item.member_id
                            and preference.kind = $4 and not preference.in_app)
       order by item.id
      on conflict (workspace_id, member_id, dedupe_key) where dedupe_key is not null do nothing
      returning id, member_id as "memberId"`,
    values: [
      rows.workspaceId,
      rows.ids,
      rows.memberIds,
      rows.kind,
      rows.actorKind,
      rows.actorId,
      rows.conversationId,
      rows.data,
      rows.dedupeKey,
      rows.at,
    ],
  };
}

/** A notification as stored. */
export type NotificationRow = {
  id: string;
  kind: string;
  actorKind: 'member' | 'api_key' | 'contact' | 'bot' | 'system';
  actorId: string | null;
  conversationId: string | null;
  data: Record<string, string>;
  readAt: Date | null;
  createdAt: Date;
};

const visible = (sight: Sight, values: unknown[]): string => `
  (n.conversation_id is null or exists (select from conversations c where c.workspace_id = n.workspace_id and c.id = n.conversation_id
                                           and ${sight.where('c', values)}))`;

/** A page of a member's notifications, newest first. Walks notifications_list or notifications_unread. */
export function selectNotifications(
  workspaceId: string,
  memberId: string,
  page: { unread: boolean | null; beforeId: string | null; limit: number },
  sight: Sight,
): Statement {
  const values: unknown[] = [workspaceId, memberId, page.beforeId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', page.limit];
  const reading = page.unread === null ? '' : `and n.read_at is ${page.unread ? '' : 'not '}null`;
  return {
    name: `notifications_page_${page.unread ?? 'all'}_${sight.name}`,
    text: `
      select n.id, n.kind, n.actor_kind as "actorKind", n.actor_id as "actorId", n.conversation_id as "conversationId", n.data,
             n.read_at as "readAt", n.created_at as "createdAt"
        from notifications n
       where n.workspace_id = $1 and n.member_id = $2 and n.id < $3::uuid ${reading} and ${visible(sight, values)}
       order by n.id desc limit $4`,
    values,
  };
}

/** Counts what a member has not read, up to `limit`. Walks notifications_unread. */
export function countUnread(workspaceId: string, memberId: string, limit: number, sight: Sight): Statement {
  const values: unknown[] = [workspaceId, memberId, limit];
  return {
    name: `notifications_unread_${sight.name}`,
    text: `
      select count(*)::int as count
        from (select from notifications n
               where n.workspace_id = $1 and n.member_id = $2 and n.read_at is null and ${visible(sight, values)} limit $3) as counted`,
    values,
  };
}

/** Whether a member has a notification that they may see, read or not. */
export function selectOwn(workspaceId: string, memberId: string, id: string, sight: Sight): Statement {
  const values: unknown[] = [workspaceId, memberId, id];
  return {
    text: `select n.id from notifications n where n.workspace_id = $1 and n.member_id = $2 and n.id = $3 and ${visible(sight, values)}`,
    values,
  };
}

/** A conversation, if it is seen. */
export function selectSeen(workspaceId: string, conversationId: string, sight: Sight): Statement {
  const values: unknown[] = [workspaceId, conversationId];
  return {
    text: `select c.id from conversations c where c.workspace_id = $1 and c.id = $2 and ${sight.where('c', values)}`,
    values,
  };
}

/** Marks as read what a member has not read: one, those of a conversation, those up to one, or all. Gives the ids that changed. */
export function updateRead(
  workspaceId: string,
  memberId: string,
  which: { id?: string; conversationId?: string; upToId?: string },
  at: Date,
): Statement {
  return {
    text: `
      update notifications set read_at = $6
       where workspace_id = $1 and member_id = $2 and read_at is null
         and ($3::uuid is null or id = $3) and ($4::uuid is null or conversation_id = $4) and ($5::uuid is null or id <= $5)
      returning id`,
    values: [workspaceId, memberId, which.id ?? null, which.conversationId ?? null, which.upToId ?? null, at],
  };
}

/** What a member put off or on again. */
export function selectPreferences(workspaceId: string, memberId: string): Statement {
  return {
    text: 'select kind, in_app as "inApp" from notification_preferences where workspace_id = $1 and member_id = $2',
    values: [workspaceId, memberId],
  };
}

/** Stores preferences of a member. Kinds are unique in the list. */
export function upsertPreferences(
  workspaceId: string,
  memberId: string,
  preferences: readonly { kind: string; inApp: boolean }[],
): Statement {
  return {
    text: `
      insert into notification_preferences (workspace_id, member_id, kind, in_app)
      select $1, $2, item.kind, item.in_app from unnest($3::text[], $4::boolean[]) as item (kind, in_app)
      on conflict (workspace_id, member_id, kind) do update set in_app = excluded.in_app`,
    values: [workspaceId, memberId, preferences.map(({ kind }) => kind), preferences.map(({ inApp }) => inApp)],
  };
}

/** Removes notifications made before a moment, some at a time. Gives how many went. Walks notifications_age. */
export function deleteOld(before: Date, limit: number): Statement {
  return {
    text: `
      with gone as (
        delete from notifications where (workspace_id, id) = any (
          select workspace_id, id from notifications where created_at < $1 order by created_at limit $2)
        returning 1)
      select count(*)::int as count from gone`,
    values: [before, limit],
  };
}
