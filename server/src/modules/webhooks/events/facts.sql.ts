import type { Statement } from '#platform/db/tx';

/** A thing of a workspace, by database ids. */
export type Place = { workspaceId: string; id: string };

const pairs = (places: readonly Place[]): unknown[] => [places.map((place) => place.workspaceId), places.map((place) => place.id)];

/** What decides which events a message makes. Times in milliseconds of Unix. */
export type MessageFact = {
  workspaceId: string;
  id: string;
  conversationId: string;
  contactId: string;
  numberId: string;
  direction: 'in' | 'out';
  status: string;
  authorKind: string;
  reasonCode: string | null;
  occurredAt: Date;
  createdAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  failedAt: Date | null;
  editedAt: Date | null;
  revokedAt: Date | null;
};

/** Messages of any workspace, for the engine. Relies on the primary key. */
export function selectMessageFacts(places: readonly Place[]): Statement {
  return {
    name: 'webhooks_message_facts',
    text: `select m.workspace_id as "workspaceId", m.id, m.conversation_id as "conversationId", m.contact_id as "contactId", m.number_id as "numberId",
                  m.direction, m.status, m.author_kind as "authorKind", m.reason_code as "reasonCode", m.occurred_at as "occurredAt",
                  m.created_at as "createdAt", m.sent_at as "sentAt", m.delivered_at as "deliveredAt", m.read_at as "readAt",
                  m.failed_at as "failedAt", m.edited_at as "editedAt", m.revoked_at as "revokedAt"
             from unnest($1::uuid[], $2::uuid[]) as i (workspace_id, id)
             join messages m on m.workspace_id = i.workspace_id and m.id = i.id`,
    values: pairs(places),
  };
}

/** A line of a conversation. */
export type EntryFact = {
  workspaceId: string;
  id: string;
  kind: string;
  conversationId: string;
  contactId: string;
  numberId: string;
  occurredAt: Date;
};

/** Lines of conversations of any workspace, for the engine. Relies on the primary keys. */
export function selectEntryFacts(places: readonly Place[]): Statement {
  return {
    name: 'webhooks_entry_facts',
    text: `select e.workspace_id as "workspaceId", e.id, e.kind, e.conversation_id as "conversationId", v.contact_id as "contactId",
                  v.number_id as "numberId", e.occurred_at as "occurredAt"
             from unnest($1::uuid[], $2::uuid[]) as i (workspace_id, id)
             join conversation_entries e on e.workspace_id = i.workspace_id and e.id = i.id
             join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id`,
    values: pairs(places),
  };
}

/** Somebody who was erased. */
export type ErasureFact = { workspaceId: string; id: string; contactId: string };

/** Erasures of any workspace that are done, for the engine. */
export function selectErasureFacts(places: readonly Place[]): Statement {
  return {
    name: 'webhooks_erasure_facts',
    text: `select e.workspace_id as "workspaceId", e.id, e.contact_id as "contactId"
             from unnest($1::uuid[], $2::uuid[]) as i (workspace_id, id)
             join erasures e on e.workspace_id = i.workspace_id and e.id = i.id and e.status = 'done'`,
    values: pairs(places),
  };
}
