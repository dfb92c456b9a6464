import { ID_PREFIXES, type ContactSummary, type Conversation, type ListConversationsQuery, type Page } from '@kabar/contract';
import { loadContacts } from '#modules/contacts';
import { EVERYBODY, type Viewer } from '#modules/teams';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import type { InboxContext } from '../inbox-context.ts';
import type { Asker } from './filter-where.ts';
import { readFilter, type InboxFilter } from './inbox-filter.ts';
import type { InboxMemory } from './inbox-memory.ts';
import { selectConversation, selectConversationPage } from './inbox.sql.ts';
import type { ConversationRow } from './inbox.sql.ts';
import { matchAttribute } from './match-attribute.ts';

/** What reading the inbox needs. */
export type InboxReader = Pick<InboxContext, 'db' | 'clock' | 'keyring' | 'messages'> & { memory: InboxMemory };

/**
 * A page of the inbox in the order that is asked for, of what the asker sees; a fixed number of statements, independent of
 * depth. Conversations move up while somebody pages: one that moved meanwhile can come twice, never is one left out that
 * stayed.
 *
 * Errors: `cursor_invalid`; `not_found` for malformed ids.
 */
export async function listConversations(
  ctx: InboxReader,
  workspaceId: string,
  asker: Asker,
  query: ListConversationsQuery,
): Promise<Page<Conversation>> {
  const filter = readFilter(query);
  const rows = await tenantQuery<ConversationRow>(
    ctx.db,
    workspaceId,
    selectConversationPage({
      workspaceId,
      filter,
      asker,
      now: ctx.clock.now(),
      attribute: await matchAttribute(ctx, workspaceId, filter.attribute),
      after: readCursor(query.cursor, filter),
      limit: query.limit + 1,
    }),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: await presentConversations(ctx, workspaceId, page),
    next_cursor: rows.length > query.limit && last !== undefined ? cursorAt(last, filter) : null,
  };
}

/** One conversation, for a viewer who sees it (left out: everybody). `memberId` says whose pins. Errors: `not_found`. */
export async function getConversation(
  ctx: InboxReader,
  asker: { workspaceId: string; viewer?: Viewer; memberId: string | null },
  conversationId: string,
): Promise<Conversation> {
  const { workspaceId, viewer = EVERYBODY, memberId } = asker;
  const rows = await tenantQuery<ConversationRow>(
    ctx.db,
    workspaceId,
    selectConversation(workspaceId, conversationId, { viewer, memberId }),
  );
  const [conversation] = await presentConversations(ctx, workspaceId, rows);
  if (conversation === undefined) throw new AppError('not_found');
  return conversation;
}

async function presentConversations(ctx: InboxReader, workspaceId: string, rows: readonly ConversationRow[]): Promise<Conversation[]> {
  if (rows.length === 0) return [];
  // Asked first, from memory as a rule: nothing remembered is shown of somebody whose key was destroyed.
  const rings = await ctx.keyring.contactKeys(rows.map((row) => ({ workspaceId, contactId: row.contactId })));
  const [contacts, previews] = await Promise.all([
    findContacts(ctx, workspaceId, rows, rings),
    findPreviews(ctx, workspaceId, rows, rings),
  ]);
  const now = ctx.clock.now();
  return rows.flatMap((row) => {
    const contact = contacts.get(row.contactId);
    return contact === undefined ? [] : [presentConversation(row, contact, previews.get(row.lastMessageId ?? '') ?? '', now)];
  });
}

type Keys = ReadonlyMap<string, unknown>;

async function findContacts(
  ctx: InboxReader,
  workspaceId: string,
  rows: readonly ConversationRow[],
  rings: Keys,
): Promise<Map<string, ContactSummary>> {
  const found = new Map<string, ContactSummary>();
  const missing = rows.filter((row) => {
    const known = rings.has(row.contactId) ? ctx.memory.contacts.get(row.contactId, row.contactVersion) : undefined;
    if (known !== undefined) found.set(row.contactId, known);
    return known === undefined;
  });
  const loaded = await loadContacts(
    ctx,
    workspaceId,
    missing.map((row) => row.contactId),
  );
  for (const row of missing) {
    const contact = loaded.get(row.contactId);
    if (contact === undefined) continue;
    found.set(row.contactId, contact);
    // Loaded after the version was read, so it is at least as new; a newer one is only loaded once more.
    if (rings.has(row.contactId)) ctx.memory.contacts.put(row.contactId, row.contactVersion, contact);
  }
  return found;
}

async function findPreviews(
  ctx: InboxReader,
  workspaceId: string,
  rows: readonly ConversationRow[],
  rings: Keys,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const missing = rows.filter((row) => {
    if (row.lastMessageId === null) return false;
    const known = rings.has(row.contactId) ? ctx.memory.previews.get(row.lastMessageId, row.messageVersion) : undefined;
    if (known !== undefined) found.set(row.lastMessageId, known);
    return known === undefined;
  });
  const loaded = await ctx.messages.summaries(
    workspaceId,
    missing.flatMap((row) => row.lastMessageId ?? []),
  );
  for (const row of missing) {
    const summary = loaded.get(row.lastMessageId ?? '');
    if (row.lastMessageId === null || summary === undefined) continue;
    found.set(row.lastMessageId, summary.preview);
    if (rings.has(row.contactId)) ctx.memory.previews.put(row.lastMessageId, row.messageVersion, summary.preview);
  }
  return found;
}

/** A conversation in the form of the API. The service window is open until, not at, its end. */
export function presentConversation(row: ConversationRow, contact: ContactSummary, preview: string, now: Date): Conversation {
  return {
    // Made with the very prefixes the types are branded with.
    id: toPublicId(ID_PREFIXES.conversation, row.id) as Conversation['id'],
    number_id: toPublicId(ID_PREFIXES.number, row.numberId) as Conversation['number_id'],
    contact,
    status: row.status,
    snoozed_until: isoOrNull(row.snoozedUntilMs),
    resolved_at: isoOrNull(row.resolvedMs),
    assignee_id: row.assigneeId === null ? null : (toPublicId(ID_PREFIXES.member, row.assigneeId) as Conversation['assignee_id']),
    team_id: row.teamId === null ? null : (toPublicId(ID_PREFIXES.team, row.teamId) as Conversation['team_id']),
    tag_ids: row.tagIds.map((tagId) => toPublicId(ID_PREFIXES.tag, tagId) as Conversation['tag_ids'][number]),
    waiting_since: isoOrNull(row.waitingMs),
    due_at: isoOrNull(row.dueMs),
    due_kind: row.dueKind,
    bot_active: row.botActive,
    pinned: row.pinned,
    unread_count: row.unreadCount,
    window: {
      open: row.windowExpiresMs !== null && row.windowExpiresMs > now.getTime(),
      expires_at: isoOrNull(row.windowExpiresMs),
    },
    last_message: lastMessageOf(row, preview),
    last_activity_at: iso(row.lastActivityMs),
    created_at: iso(row.createdMs),
  };
}

function lastMessageOf(row: ConversationRow, preview: string): Conversation['last_message'] {
  const { lastMessageId, messageDirection, messageType, messageStatus, messageMs } = row;
  if (lastMessageId === null || messageDirection === null || messageType === null || messageStatus === null || messageMs === null)
    return null;
  return {
    id: toPublicId(ID_PREFIXES.message, lastMessageId) as NonNullable<Conversation['last_message']>['id'],
    direction: messageDirection,
    type: messageType,
    status: messageStatus,
    preview,
    occurred_at: iso(messageMs),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}

/** A cursor says which order it belongs to, so that it cannot go on in another one. */
function cursorAt(last: ConversationRow, filter: InboxFilter): string {
  return filter.sort === 'last_activity'
    ? encodeCursor([last.lastActivityMs, last.id])
    : encodeCursor([last.waitingMs, last.id, 'waiting']);
}

function readCursor(cursor: string | undefined, filter: InboxFilter): { at: Date; id: string } | null {
  const position = decodeCursor(cursor, filter.sort === 'last_activity' ? 2 : 3);
  if (position === null) return null;
  const [atMs, id] = position;
  if (typeof atMs !== 'number' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw new AppError('cursor_invalid');
  return { at: new Date(atMs), id };
}
