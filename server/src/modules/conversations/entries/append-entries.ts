import { ID_PREFIXES, type EntryData, type EntryKind } from '@kabar/contract';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { appendEvents, type NewEvent } from '#platform/events/append-events';
import { toPublicId, type Ids } from '#platform/ids';
import type { ActivityRow } from '../conversations.sql.ts';
import { insertEntries } from './entries.sql.ts';

/** Who did it. `id`: of the member, API key or contact, as a database id; null for a bot without one and for Kabar itself. */
export type EntryBy = { kind: 'member' | 'api_key' | 'contact' | 'bot'; id: string | null } | { kind: 'system'; id: null };

/** What is written beside the messages of a conversation. `data` holds public ids, words of ours and instants. */
export type NewEntry = {
  /** A fresh one is made when it is left out; needed beforehand by whoever seals a text that is bound to it. */
  id?: string;
  conversationId: string;
  kind: EntryKind;
  by: EntryBy;
  data?: EntryData;
  /** Text of a note, sealed under the contact's key. */
  contentSealed?: Buffer;
  occurredAt: Date;
};

/** Kabar itself, for what nobody in particular did. */
export const BY_SYSTEM: EntryBy = { kind: 'system', id: null };

/**
 * Adds entries and the news of them in the caller's transaction; two statements for any number, none for none. Gives their
 * database ids in order.
 *
 * Errors: 23503 when a conversation is gone.
 */
export async function appendEntries(
  tx: TenantTx | EngineTx,
  deps: { ids: Ids },
  workspaceId: string,
  entries: readonly NewEntry[],
): Promise<string[]> {
  if (entries.length === 0) return [];
  const rows = entries.map((entry) => ({
    id: entry.id ?? deps.ids.uuid(),
    conversationId: entry.conversationId,
    kind: entry.kind,
    actorKind: entry.by.kind,
    actorId: entry.by.id,
    data: entry.data ?? {},
    contentSealed: entry.contentSealed ?? null,
    occurredAt: entry.occurredAt,
  }));
  await tx.query(insertEntries(workspaceId, rows));
  await appendEvents(
    tx,
    rows.map((row) => entryEvent(workspaceId, row.conversationId, row.id, row.occurredAt)),
  );
  return rows.map((row) => row.id);
}

/** The news of an entry. */
export function entryEvent(workspaceId: string, conversationId: string, entryId: string, occurredAt: Date): NewEvent {
  return {
    workspaceId,
    type: 'entry.updated',
    data: { entry_id: toPublicId(ID_PREFIXES.entry, entryId), conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId) },
    occurredAt,
  };
}

/** Tells of conversations that a customer's message brought back, after `updateActivity`. No statement when there are none. */
export async function tellReopened(tx: TenantTx | EngineTx, rows: readonly ActivityRow[], now: Date): Promise<void> {
  const events = rows.flatMap((row): NewEvent[] =>
    row.reopenedEntryId === null
      ? []
      : [entryEvent(row.workspaceId, row.id, row.reopenedEntryId, now), conversationEvent(row.workspaceId, row.id, row.numberId, now)],
  );
  await appendEvents(tx, events);
}

/** Stands for "no team" in the news of a conversation that came from none. */
const noTeam = toPublicId(ID_PREFIXES.team, '00000000-0000-0000-0000-000000000000');

/**
 * The news that a conversation changed. `from` tells whose it was when that changed, so that those who saw it until now
 * hear of it once more and drop it.
 */
export function conversationEvent(
  workspaceId: string,
  conversationId: string,
  numberId: string,
  occurredAt: Date,
  from: { assigneeId?: string | null; teamId?: string | null } = {},
): NewEvent {
  return {
    workspaceId,
    type: 'conversation.updated',
    data: {
      conversation_id: toPublicId(ID_PREFIXES.conversation, conversationId),
      number_id: toPublicId(ID_PREFIXES.number, numberId),
      // That nobody had it takes it out of nobody's sight.
      ...(typeof from.assigneeId === 'string' ? { previous_assignee_id: toPublicId(ID_PREFIXES.member, from.assigneeId) } : {}),
      ...(from.teamId === undefined ? {} : { previous_team_id: from.teamId === null ? noTeam : toPublicId(ID_PREFIXES.team, from.teamId) }),
    },
    occurredAt,
  };
}
