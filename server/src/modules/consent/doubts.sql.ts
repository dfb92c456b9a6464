import type { Statement } from '#platform/db/tx';

/** A message that a person must decide about, with where it stands now. */
export type DoubtRow = {
  id: string;
  contactId: string;
  conversationId: string;
  messageId: string;
  status: 'open' | 'stopped' | 'not_meant';
  decidedBy: string | null;
  decidedAt: Date | null;
  createdAt: Date;
};

/** Opens doubts; a message has one at most. Gives the ids of the new ones. */
export function insertDoubts(
  workspaceId: string,
  doubts: readonly { id: string; contactId: string; conversationId: string; messageId: string }[],
  at: Date,
): Statement {
  return {
    text: `
insert into consent_doubts (workspace_id, id, contact_id, conversation_id, message_id, created_at)
select $1, i.id, i.contact_id, i.conversation_id, i.message_id, $6
  from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) as i (id, contact_id, conversation_id, message_id)
on conflict do nothing returning id`,
    values: [
      workspaceId,
      doubts.map((doubt) => doubt.id),
      doubts.map((doubt) => doubt.contactId),
      doubts.map((doubt) => doubt.conversationId),
      doubts.map((doubt) => doubt.messageId),
      at,
    ],
  };
}

/** The message knows where it stands after merges; the doubt only where it stood. */
const doubt = `
  d.id, m.contact_id as "contactId", m.conversation_id as "conversationId", d.message_id as "messageId", d.status, d.decided_by as "decidedBy",
  d.decided_at as "decidedAt", d.created_at as "createdAt"`;
const places = `
  consent_doubts d join messages m on m.workspace_id = d.workspace_id and m.id = d.message_id
  join conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id`;

/** A page of doubts, newest first. `sight` is a condition over `v` whose values stand behind the first five. */
export function selectDoubts(
  workspaceId: string,
  filter: { status: string; conversationId: string | null; beforeId: string | null; limit: number },
  sight: (alias: string, values: unknown[]) => string,
): Statement {
  const values: unknown[] = [workspaceId, filter.status, filter.conversationId, filter.beforeId, filter.limit];
  return {
    text: `
select ${doubt} from ${places}
 where d.workspace_id = $1 and d.status = $2 and ($3::uuid is null or m.conversation_id = $3) and ($4::uuid is null or d.id < $4) and ${sight('v', values)}
 order by d.id desc limit $5`,
    values,
  };
}

/** One doubt, locked. */
export function lockDoubt(workspaceId: string, id: string, sight: (alias: string, values: unknown[]) => string): Statement {
  const values: unknown[] = [workspaceId, id];
  return {
    text: `select ${doubt} from ${places} where d.workspace_id = $1 and d.id = $2 and ${sight('v', values)} for update of d`,
    values,
  };
}

/** Decides a doubt. */
export function updateDoubt(
  workspaceId: string,
  id: string,
  status: 'stopped' | 'not_meant',
  decidedBy: string | null,
  at: Date,
): Statement {
  return {
    text: `update consent_doubts set status = $3, decided_by = $4, decided_at = $5 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, status, decidedBy, at],
  };
}

/** Who has a conversation. */
export type AssigneeRow = { conversationId: string; memberId: string };

/** The members who have these conversations; nobody has some. */
export function selectAssignees(workspaceId: string, conversationIds: readonly string[]): Statement {
  return {
    text: `select id as "conversationId", assignee_id as "memberId" from conversations
            where workspace_id = $1 and id = any ($2::uuid[]) and assignee_id is not null`,
    values: [workspaceId, conversationIds],
  };
}
