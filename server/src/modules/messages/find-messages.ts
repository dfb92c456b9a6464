import { ID_PREFIXES, type FindMessagesQuery, type Message, type Page } from '@kabar/contract';
import type { Viewer } from '#modules/teams';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, lowestUuidAt } from '#platform/ids';
import { findMessages, type FoundMessages } from './find-messages.sql.ts';
import { loadMessages, type MessageReader } from './list-messages.ts';

/** Clocks of several machines differ by less: an id may be this much older or newer than its row says. */
const clockSlackMs = 60_000;
const highestUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Messages of all conversations that a viewer sees and that fit, in the order of acceptance, newest first. A page looks through a bounded part of the history, so
 * it may hold fewer rows than `limit`, even none, and still have a next one. `client_ref` names at most one message and is looked up by itself.
 *
 * Errors: `cursor_invalid`.
 */
export async function findWorkspaceMessages(
  reader: MessageReader,
  workspaceId: string,
  viewer: Viewer,
  query: FindMessagesQuery,
): Promise<Page<Message>> {
  const [from, until] = [dateOf(query.from), dateOf(query.until)];
  const position = readCursor(query.cursor);
  const filter = {
    direction: query.direction ?? null,
    status: query.status ?? null,
    type: query.type ?? null,
    numberId: uuidOf(ID_PREFIXES.number, query.number_id),
    conversationId: uuidOf(ID_PREFIXES.conversation, query.conversation_id),
    templateName: query.template ?? null,
    apiKeyId: uuidOf(ID_PREFIXES.apiKey, query.api_key_id),
    clientRef: query.client_ref ?? null,
    from,
    until,
    firstId: from === null ? lowestUuidAt(new Date(0)) : lowestUuidAt(new Date(from.getTime() - clockSlackMs)),
    before: position ?? (until === null ? highestUuid : lowestUuidAt(new Date(until.getTime() + clockSlackMs))),
  };
  const { limit } = query;
  const [found] = await tenantQuery<FoundMessages>(reader.db, workspaceId, findMessages(workspaceId, viewer, filter, limit + 1));
  const { ids, lastId } = found ?? { ids: [], lastId: null };
  const page = ids.slice(0, limit);
  const next = ids.length > limit ? (page.at(-1) ?? null) : lastId;
  return { data: await loadMessages(reader, workspaceId, page), next_cursor: next === null ? null : encodeCursor([next]) };
}

function dateOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}

function uuidOf(prefix: string, publicId: string | undefined): string | null {
  return publicId === undefined ? null : fromPublicId(prefix, publicId);
}

function readCursor(cursor: string | undefined): string | null {
  const [id] = decodeCursor(cursor, 1) ?? [null];
  if (id === null && cursor === undefined) return null;
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw new AppError('cursor_invalid');
  return id;
}
