import { ID_PREFIXES, type ListMessagesQuery, type Message, type Page } from '@kabar/contract';
import type { Keyring } from '#modules/keyring';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { presentMessage } from './present-message.ts';
import { selectMessages, selectNewerFrom, selectOlder, selectPosition, selectReactions } from './read-messages.sql.ts';
import type { MessageRow, StoredReaction, ThreadPosition } from './read-messages.sql.ts';

/** What reading messages needs. */
export type MessageReader = { db: Database; keyring: Keyring };

/**
 * A page of a conversation, newest first, older with each cursor. `around` starts the page so that a message stands in its
 * middle; the cursor goes on to older ones from there. Independent of how long the conversation is.
 *
 * The caller has proved that the conversation exists in the workspace.
 * Errors: `cursor_invalid`; `not_found` when `around` is not a message of this conversation.
 */
export async function listMessages(
  reader: MessageReader,
  workspaceId: string,
  conversationId: string,
  query: ListMessagesQuery,
): Promise<Page<Message>> {
  const { limit } = query;
  const rows =
    query.around === undefined
      ? await older(reader, workspaceId, conversationId, readCursor(query.cursor), limit + 1)
      : await around(reader, workspaceId, conversationId, query.around, limit);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: await presentMessages(reader, workspaceId, page),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.occurredMs, last.id]) : null,
  };
}

/** Messages by database id in the form of the API, in the order of the ids; those that do not exist are left out. */
export async function loadMessages(reader: MessageReader, workspaceId: string, messageIds: readonly string[]): Promise<Message[]> {
  if (messageIds.length === 0) return [];
  const rows = await tenantQuery<MessageRow>(reader.db, workspaceId, selectMessages(workspaceId, messageIds));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return presentMessages(
    reader,
    workspaceId,
    messageIds.flatMap((id) => byId.get(id) ?? []),
  );
}

async function presentMessages(reader: MessageReader, workspaceId: string, rows: readonly MessageRow[]): Promise<Message[]> {
  if (rows.length === 0) return [];
  const [rings, reactions] = await Promise.all([
    reader.keyring.contactKeys(rows.map((row) => ({ workspaceId, contactId: row.contactId }))),
    tenantQuery<StoredReaction>(
      reader.db,
      workspaceId,
      selectReactions(
        workspaceId,
        rows.map((row) => row.id),
      ),
    ),
  ]);
  const reactionsOf = Map.groupBy(reactions, (reaction) => reaction.messageId);
  return rows.map((row) => presentMessage(workspaceId, row, rings.get(row.contactId), reactionsOf.get(row.id) ?? []));
}

function older(
  reader: MessageReader,
  workspaceId: string,
  conversationId: string,
  before: ThreadPosition | null,
  limit: number,
): Promise<MessageRow[]> {
  return tenantQuery<MessageRow>(reader.db, workspaceId, selectOlder(workspaceId, conversationId, before, limit));
}

async function around(
  reader: MessageReader,
  workspaceId: string,
  conversationId: string,
  publicId: string,
  limit: number,
): Promise<MessageRow[]> {
  const messageId = fromPublicId(ID_PREFIXES.message, publicId);
  if (messageId === null) throw new AppError('not_found');
  const [position] = await tenantQuery<ThreadPosition>(reader.db, workspaceId, selectPosition(workspaceId, conversationId, messageId));
  if (position === undefined) throw new AppError('not_found');
  const newerCount = Math.max(1, Math.ceil(limit / 2));
  const [newer, before] = await Promise.all([
    tenantQuery<MessageRow>(reader.db, workspaceId, selectNewerFrom(workspaceId, conversationId, position, newerCount)),
    older(reader, workspaceId, conversationId, position, limit),
  ]);
  return [...newer.reverse(), ...before].slice(0, limit + 1);
}

function readCursor(cursor: string | undefined): ThreadPosition | null {
  const position = decodeCursor(cursor, 2);
  if (position === null) return null;
  const [atMs, id] = position;
  if (typeof atMs !== 'number' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw new AppError('cursor_invalid');
  return { occurredAt: new Date(atMs), id };
}
