import type { Statement } from '#platform/db/tx';

/** Serialises changes of presence at one conversation, so that each can tell whether it changed anything. Held until the end of the transaction. */
export function lockConversationPresence(workspaceId: string, conversationId: string): Statement {
  return {
    name: 'presence_lock',
    text: `select pg_advisory_xact_lock(hashtextextended('presence ' || $1 || $2, 0))`,
    values: [workspaceId, conversationId],
  };
}

/** A member at a conversation as it shows at a moment, or who is answering it. */
export type PresenceRow =
  | { conversationId: string; what: 'member'; memberId: string; state: 'viewing' | 'typing' | 'replying'; since: Date; expiresAt: null }
  | { conversationId: string; what: 'lock'; memberId: string; state: null; since: Date; expiresAt: Date };

/**
 * Who is at these conversations at a moment: one row per member, and one for who is answering. A member who has sent since
 * their last sign is answering no more; only the newest messages are looked at, by the index of the thread.
 */
export function selectPresence(workspaceId: string, conversationIds: readonly string[], now: Date): Statement {
  return {
    name: 'presence_of_conversations',
    text: `
      with lock as (
        select l.conversation_id, l.member_id, l.since, l.expires_at
          from presence_locks l
          join workspace_members holder on holder.workspace_id = l.workspace_id and holder.id = l.member_id
         where l.workspace_id = $1 and l.conversation_id = any($2::uuid[]) and l.expires_at > $3
           and not exists (select from messages m
                            where m.workspace_id = l.workspace_id and m.conversation_id = l.conversation_id and m.occurred_at >= l.signed_at
                              and m.direction = 'out' and m.author_kind = 'member' and m.author_id = holder.user_id)
      ), here as (
        select p.conversation_id, p.member_id, min(p.since) as since, bool_or(p.typing_until > $3) as typing,
               bool_or(p.replying_until > $3) as replying
          from presence p
         where p.workspace_id = $1 and p.conversation_id = any($2::uuid[]) and p.expires_at > $3
         group by p.conversation_id, p.member_id
      )
      select conversation_id as "conversationId", 'lock' as what, member_id as "memberId", null as state, since, expires_at as "expiresAt" from lock
      union all
      select h.conversation_id, 'member', h.member_id,
             case when h.typing then 'typing' when h.replying then 'replying' else 'viewing' end, h.since, null
        from here h
       order by 1, 2, 5, 3`,
    values: [workspaceId, conversationIds, now],
  };
}

/** A sign of life of one window. Null: not doing that. */
export type PresenceSign = {
  workspaceId: string;
  conversationId: string;
  memberId: string;
  tab: string;
  now: Date;
  typingUntil: Date | null;
  replyingUntil: Date | null;
  expiresAt: Date;
};

/** Records a sign of life. */
export function upsertPresence(sign: PresenceSign): Statement {
  return {
    name: 'presence_sign',
    text: `
      insert into presence (workspace_id, conversation_id, member_id, tab, since, typing_until, replying_until, expires_at, changes_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, least($6::timestamptz, $7::timestamptz, $8::timestamptz))
      on conflict (workspace_id, conversation_id, member_id, tab) do update
         set since = case when presence.expires_at > $5 then presence.since else $5 end,
             typing_until = excluded.typing_until, replying_until = excluded.replying_until, expires_at = excluded.expires_at,
             changes_at = excluded.changes_at`,
    values: [
      sign.workspaceId,
      sign.conversationId,
      sign.memberId,
      sign.tab,
      sign.now,
      sign.typingUntil,
      sign.replyingUntil,
      sign.expiresAt,
    ],
  };
}

/** One window has left. */
export function deletePresence(workspaceId: string, conversationId: string, memberId: string, tab: string): Statement {
  return {
    name: 'presence_leave',
    text: 'delete from presence where workspace_id = $1 and conversation_id = $2 and member_id = $3 and tab = $4',
    values: [workspaceId, conversationId, memberId, tab],
  };
}

/**
 * Takes or keeps the lock of a conversation: when nobody has it, when it has run out, when its holder has sent since their
 * last sign, when it is the member's own, or in any case with `override`.
 */
export function upsertLock(
  workspaceId: string,
  conversationId: string,
  memberId: string,
  times: { now: Date; expiresAt: Date; override: boolean },
): Statement {
  return {
    name: 'presence_take_lock',
    text: `
      insert into presence_locks as held (workspace_id, conversation_id, member_id, since, signed_at, expires_at)
      values ($1, $2, $3, $4, $4, $5)
      on conflict (workspace_id, conversation_id) do update
         set member_id = excluded.member_id, signed_at = excluded.signed_at, expires_at = excluded.expires_at,
             since = case when held.member_id = excluded.member_id and held.expires_at > $4 then held.since else excluded.since end
       where held.member_id = excluded.member_id or held.expires_at <= $4 or $6
          or exists (select from messages m
                      join workspace_members holder on holder.workspace_id = $1 and holder.id = held.member_id
                     where m.workspace_id = $1 and m.conversation_id = $2 and m.occurred_at >= held.signed_at
                       and m.direction = 'out' and m.author_kind = 'member' and m.author_id = holder.user_id)`,
    values: [workspaceId, conversationId, memberId, times.now, times.expiresAt, times.override],
  };
}

/** Gives the lock back, unless the member is still answering in another window. */
export function deleteLock(workspaceId: string, conversationId: string, memberId: string, now: Date): Statement {
  return {
    name: 'presence_give_lock',
    text: `
      delete from presence_locks l
       where l.workspace_id = $1 and l.conversation_id = $2 and l.member_id = $3
         and not exists (select from presence p where p.workspace_id = $1 and p.conversation_id = $2 and p.member_id = $3 and p.replying_until > $4)`,
    values: [workspaceId, conversationId, memberId, now],
  };
}

/**
 * Removes what has run out and notes what has passed, across workspaces, some at a time; gives the conversations concerned.
 * Steps over rows that another process is at. Walks presence_changes and presence_locks_expiry.
 */
export function sweepPresence(now: Date, limit: number): Statement {
  return {
    name: 'presence_sweep',
    text: `
      with due as materialized (
        select workspace_id, conversation_id, member_id, tab, expires_at <= $1 as is_over from presence
         where changes_at <= $1 order by changes_at limit $2 for update skip locked
      ), gone as (
        delete from presence p using due
         where due.is_over and p.workspace_id = due.workspace_id and p.conversation_id = due.conversation_id
           and p.member_id = due.member_id and p.tab = due.tab
      ), passed as (
        update presence p
           set typing_until = case when p.typing_until > $1 then p.typing_until end,
               replying_until = case when p.replying_until > $1 then p.replying_until end,
               changes_at = least(case when p.typing_until > $1 then p.typing_until end, case when p.replying_until > $1 then p.replying_until end, p.expires_at)
          from due
         where not due.is_over and p.workspace_id = due.workspace_id and p.conversation_id = due.conversation_id
           and p.member_id = due.member_id and p.tab = due.tab
      ), old_locks as materialized (
        select workspace_id, conversation_id from presence_locks where expires_at <= $1 order by expires_at limit $2 for update skip locked
      ), unlocked as (
        delete from presence_locks l using old_locks
         where l.workspace_id = old_locks.workspace_id and l.conversation_id = old_locks.conversation_id
      )
      select workspace_id as "workspaceId", conversation_id as "conversationId" from due
      union
      select workspace_id, conversation_id from old_locks`,
    values: [now, limit],
  };
}
