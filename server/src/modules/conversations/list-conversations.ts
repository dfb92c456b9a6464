import { ID_PREFIXES, type Contact, type Conversation, type ListConversationsQuery, type Page } from '@kabar/contract';
import { loadContacts } from '#modules/contacts';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { InboxContext } from './inbox-context.ts';
import { selectConversation, selectConversationPage } from './inbox.sql.ts';
import type { ConversationRow } from './inbox.sql.ts';

/**
 * A page of the inbox, newest activity first; a fixed number of statements, independent of depth. Conversations move up
 * while somebody pages: one that moved meanwhile can come twice, never is one left out that stayed.
 *
 * Errors: `cursor_invalid`; `not_found` for malformed ids.
 */
export async function listConversations(
  ctx: InboxContext,
  workspaceId: string,
  query: ListConversationsQuery,
): Promise<Page<Conversation>> {
  const rows = await tenantQuery<ConversationRow>(
    ctx.db,
    workspaceId,
    selectConversationPage(workspaceId, {
      numberId: query.number_id === undefined ? null : mustUuid(ID_PREFIXES.number, query.number_id),
      contactId: query.contact_id === undefined ? null : mustUuid(ID_PREFIXES.contact, query.contact_id),
      unread: query.unread === undefined ? null : query.unread === 'true',
      before: readCursor(query.cursor),
      limit: query.limit + 1,
    }),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: await presentConversations(ctx, workspaceId, page),
    next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.lastActivityAt.getTime(), last.id]) : null,
  };
}

/** One conversation. Errors: `not_found`. */
export async function getConversation(ctx: InboxContext, workspaceId: string, conversationId: string): Promise<Conversation> {
  const rows = await tenantQuery<ConversationRow>(ctx.db, workspaceId, selectConversation(workspaceId, conversationId));
  const [conversation] = await presentConversations(ctx, workspaceId, rows);
  if (conversation === undefined) throw new AppError('not_found');
  return conversation;
}

async function presentConversations(ctx: InboxContext, workspaceId: string, rows: readonly ConversationRow[]): Promise<Conversation[]> {
  if (rows.length === 0) return [];
  const [contacts, summaries] = await Promise.all([
    loadContacts(
      ctx,
      workspaceId,
      rows.map((row) => row.contactId),
    ),
    ctx.messages.summaries(
      workspaceId,
      rows.flatMap((row) => row.lastMessageId ?? []),
    ),
  ]);
  const now = ctx.clock.now();
  return rows.flatMap((row) => {
    const contact = contacts.get(row.contactId);
    return contact === undefined ? [] : [presentConversation(row, contact, summaries.get(row.lastMessageId ?? '') ?? null, now)];
  });
}

/** A conversation in the form of the API. The service window is open until, not at, its end. */
export function presentConversation(
  row: ConversationRow,
  contact: Contact,
  lastMessage: Conversation['last_message'],
  now: Date,
): Conversation {
  return {
    // Made with the very prefixes the types are branded with.
    id: toPublicId(ID_PREFIXES.conversation, row.id) as Conversation['id'],
    number_id: toPublicId(ID_PREFIXES.number, row.numberId) as Conversation['number_id'],
    contact,
    unread_count: row.unreadCount,
    window: { open: row.windowExpiresAt !== null && row.windowExpiresAt > now, expires_at: row.windowExpiresAt?.toISOString() ?? null },
    last_message: lastMessage,
    last_activity_at: row.lastActivityAt.toISOString(),
    created_at: row.createdAt.toISOString(),
  };
}

function mustUuid(prefix: string, publicId: string): string {
  const id = fromPublicId(prefix, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

function readCursor(cursor: string | undefined): { lastActivityAt: Date; id: string } | null {
  const position = decodeCursor(cursor, 2);
  if (position === null) return null;
  const [atMs, id] = position;
  if (typeof atMs !== 'number' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw new AppError('cursor_invalid');
  return { lastActivityAt: new Date(atMs), id };
}
