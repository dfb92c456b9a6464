import { ID_PREFIXES, type ListMessagesQuery, type Message, type Page } from '@kabar/contract';
import type { Keyring } from '#modules/keyring';
import { createRingMemory, type RingMemory } from '#platform/crypto/ring-memory';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { presentMessage } from './present-message.ts';
import { selectMessages, selectNewerFrom, selectOlder, selectPosition, selectReactions } from './read-messages.sql.ts';
import type { MessageHead, MessageRow, StoredReaction, ThreadPosition } from './read-messages.sql.ts';

/** What reading messages needs. */
export type MessageReader = { db: Database; keyring: Keyring };

/** What reading threads needs. */
export type ThreadReader = MessageReader & { memory: ThreadMemory };

/** Messages as they were shown lately, by database id and version. */
export type ThreadMemory = RingMemory<Message>;

/** About twenty thousand short messages. */
const memoryBytes = 32 * 1024 * 1024;
/** A shown message without its content: some forty members, ids and times as text. */
const frameBytes = 1_500;

/** Makes an empty memory of threads, of 32 MB by estimate. */
export function createThreadMemory(): ThreadMemory {
  return createRingMemory(memoryBytes);
}

/**
 * A page of a conversation, newest first, older with each cursor. `around` starts the page so that a message stands in its
 * middle; the cursor goes on to older ones from there. Independent of how long the conversation is. What was shown lately and has
 * not changed since is neither read whole nor opened again.
 *
 * The caller has proved that the conversation exists in the workspace.
 * Errors: `cursor_invalid`; `not_found` when `around` is not a message of this conversation.
 */
export async function listMessages(
  reader: ThreadReader,
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
    data: await showMessages(reader, workspaceId, page),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.occurredMs, last.id]) : null,
  };
}

/** Messages by database id in the form of the API, in the order of the ids; those that do not exist are left out. */
export async function loadMessages(reader: MessageReader, workspaceId: string, messageIds: readonly string[]): Promise<Message[]> {
  const loaded = new Map((await load(reader, workspaceId, messageIds)).map(({ row, message }) => [row.id, message]));
  return messageIds.flatMap((id) => loaded.get(id) ?? []);
}

/** Messages in the order of their heads, from memory where it has them and their contact's key is still there. */
async function showMessages(reader: ThreadReader, workspaceId: string, heads: readonly MessageHead[]): Promise<Message[]> {
  if (heads.length === 0) return [];
  // Asked first: nothing remembered is shown of somebody whose key was destroyed.
  const rings = await reader.keyring.contactKeys(heads.map(({ contactId }) => ({ workspaceId, contactId })));
  const shown = new Map<string, Message>();
  const missing = heads.filter(({ id, contactId, version }) => {
    const ring = rings.get(contactId);
    const known = ring === undefined ? undefined : reader.memory.get(ring, id, version);
    if (known !== undefined) shown.set(id, known);
    return known === undefined;
  });
  const versions = new Map(missing.map(({ id, version }) => [id, version]));
  for (const { row, message } of await load(reader, workspaceId, [...versions.keys()])) {
    shown.set(row.id, message);
    const [ring, version] = [rings.get(row.contactId), versions.get(row.id)];
    // Read after its version, so it is at least as new; a newer one is only read once more.
    if (ring !== undefined && version !== undefined)
      reader.memory.put(ring, row.id, version, message, frameBytes + 2 * row.contentSealed.byteLength);
  }
  return heads.flatMap(({ id }) => shown.get(id) ?? []);
}

/** Messages as stored and as shown, in no order; three statements for any number of them, two at a time. */
async function load(
  reader: MessageReader,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<{ row: MessageRow; message: Message }[]> {
  if (messageIds.length === 0) return [];
  const [rows, reactions] = await Promise.all([
    tenantQuery<MessageRow>(reader.db, workspaceId, selectMessages(workspaceId, messageIds)),
    tenantQuery<StoredReaction>(reader.db, workspaceId, selectReactions(workspaceId, messageIds)),
  ]);
  const rings = await reader.keyring.contactKeys(rows.map((row) => ({ workspaceId, contactId: row.contactId })));
  const reactionsOf = Map.groupBy(reactions, (reaction) => reaction.messageId);
  return rows.map((row) => ({
    row,
    message: presentMessage(workspaceId, row, rings.get(row.contactId), reactionsOf.get(row.id) ?? []),
  }));
}

function older(
  reader: MessageReader,
  workspaceId: string,
  conversationId: string,
  before: ThreadPosition | null,
  limit: number,
): Promise<MessageHead[]> {
  return tenantQuery<MessageHead>(reader.db, workspaceId, selectOlder(workspaceId, conversationId, before, limit));
}

async function around(
  reader: MessageReader,
  workspaceId: string,
  conversationId: string,
  publicId: string,
  limit: number,
): Promise<MessageHead[]> {
  const messageId = fromPublicId(ID_PREFIXES.message, publicId);
  if (messageId === null) throw new AppError('not_found');
  const [position] = await tenantQuery<ThreadPosition>(reader.db, workspaceId, selectPosition(workspaceId, conversationId, messageId));
  if (position === undefined) throw new AppError('not_found');
  const newerCount = Math.max(1, Math.ceil(limit / 2));
  const [newer, before] = await Promise.all([
    tenantQuery<MessageHead>(reader.db, workspaceId, selectNewerFrom(workspaceId, conversationId, position, newerCount)),
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
