import type { AwayMessage } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** An away message as stored; `numberId` null for the workspace. */
export type AwayRow = { workspaceId: string; numberId: string | null; settings: AwayMessage; updatedAt: Date };

/** All away messages of some workspaces. */
export function selectAway(workspaceIds: readonly string[]): Statement {
  return {
    name: 'away_messages_of',
    text: `select workspace_id as "workspaceId", number_id as "numberId", settings, updated_at as "updatedAt"
             from away_messages where workspace_id = any($1::uuid[]) order by number_id nulls first`,
    values: [workspaceIds],
  };
}

/** Sets the away message of the workspace (`numberId` null) or of a number. */
export function upsertAway(row: { workspaceId: string; numberId: string | null; settings: AwayMessage; at: Date }): Statement {
  return {
    text: `
      insert into away_messages (workspace_id, number_id, settings, updated_at) values ($1, $2, $3, $4)
      on conflict (workspace_id, number_id) do update set settings = excluded.settings, updated_at = excluded.updated_at`,
    values: [row.workspaceId, row.numberId, JSON.stringify(row.settings), row.at],
  };
}

/** Takes the away message of a number away. Gives it when there was one. */
export function deleteAway(workspaceId: string, numberId: string): Statement {
  return {
    text: 'delete from away_messages where workspace_id = $1 and number_id = $2 returning settings',
    values: [workspaceId, numberId],
  };
}

/** Whether a number belongs to the workspace. */
export function selectNumber(workspaceId: string, numberId: string): Statement {
  return { text: 'select 1 from numbers where workspace_id = $1 and id = $2', values: [workspaceId, numberId] };
}

/** A customer's message that may be answered, with what speaks against it. */
export type CauseRow = {
  messageId: string;
  conversationId: string;
  contactId: string;
  numberId: string;
  occurredAt: Date;
  country: string | null;
  /** When the last away message went into this conversation, and under which key. */
  lastAwayAt: Date | null;
  lastAwayKey: string | null;
};

/**
 * Of these messages, the customer's newest of each conversation in which somebody waits for a person. Left out: who is
 * blocked, suppressed or erased, and conversations that a person is answering (`answeredAfter`: or wrote in since then).
 */
export function selectCauses(workspaceId: string, messageIds: readonly string[], now: Date, answeredAfter: Date): Statement {
  return {
    name: 'away_causes',
    text: `
      select distinct on (m.conversation_id) m.id as "messageId", m.conversation_id as "conversationId", m.contact_id as "contactId",
             m.number_id as "numberId", m.occurred_at as "occurredAt", c.country, away.occurred_at as "lastAwayAt", away.automatic_key as "lastAwayKey"
        from messages m
        join conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
        join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
        left join lateral (
          select a.occurred_at, a.automatic_key from messages a
           where a.workspace_id = m.workspace_id and a.conversation_id = m.conversation_id and a.automatic_reason = 'away'
             and a.occurred_at > $3::timestamptz - interval '7 days'
           order by a.occurred_at desc limit 1) away on true
       where m.workspace_id = $1 and m.id = any($2::uuid[]) and m.direction = 'in' and m.type not in ('system', 'reaction')
         and v.waiting_since is not null and not v.bot_active and v.status <> 'resolved'
         and c.erased_at is null and c.merged_into is null and c.blocked_at is null
         and kabar_may_process(m.workspace_id, m.contact_id, 'automation')
         and kabar_marketing_choice(m.workspace_id, m.contact_id) <> 'stopped'
         and not exists (select from presence_locks l
                          where l.workspace_id = m.workspace_id and l.conversation_id = m.conversation_id and l.expires_at > $3)
         and not exists (select from messages o
                          where o.workspace_id = m.workspace_id and o.conversation_id = m.conversation_id and o.occurred_at > $4
                            and o.direction = 'out' and o.author_kind in ('member', 'phone'))
       order by m.conversation_id, m.occurred_at desc, m.id desc`,
    values: [workspaceId, messageIds, now, answeredAfter],
  };
}
