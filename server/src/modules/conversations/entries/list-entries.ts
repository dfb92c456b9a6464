import { ENTRY_KINDS, ID_PREFIXES, type Entry, type EntryActor, type ListEntriesQuery, type Page } from '@kabar/contract';
import type { Keyring } from '#modules/keyring';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import { openNoteTexts } from '../notes/open-note-text.ts';
import { selectEntries, selectEntry, type StoredEntry } from './entries.sql.ts';

/** What reading entries needs. */
export type EntryReader = { db: Database; keyring: Keyring };

/**
 * Entries of a conversation, newest first. The caller has proved that whoever asks may see the conversation.
 * Errors: `cursor_invalid`.
 */
export async function listEntries(
  reader: EntryReader,
  workspaceId: string,
  conversationId: string,
  query: ListEntriesQuery,
): Promise<Page<Entry>> {
  const rows = await tenantQuery<StoredEntry>(
    reader.db,
    workspaceId,
    selectEntries(workspaceId, conversationId, {
      from: query.from === undefined ? null : new Date(query.from),
      until: query.until === undefined ? null : new Date(query.until),
      before: readCursor(query.cursor),
      limit: query.limit + 1,
    }),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: await presentEntries(reader, workspaceId, page),
    next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.occurredMs, last.id]) : null,
  };
}

/** One entry of a conversation. Errors: `not_found`. */
export async function getEntry(reader: EntryReader, workspaceId: string, conversationId: string, entryId: string): Promise<Entry> {
  const rows = await tenantQuery<StoredEntry>(reader.db, workspaceId, selectEntry(workspaceId, conversationId, entryId));
  const [entry] = await presentEntries(reader, workspaceId, rows);
  if (entry === undefined) throw new AppError('not_found');
  return entry;
}

async function presentEntries(reader: EntryReader, workspaceId: string, rows: readonly StoredEntry[]): Promise<Entry[]> {
  const texts = await openNoteTexts(
    reader.keyring,
    workspaceId,
    rows.filter((row) => row.deletedAt === null),
  );
  return rows.flatMap((row) => presentEntry(row, texts.get(row.id) ?? null) ?? []);
}

/** An entry in the form of the API; null for a kind that this release does not know. */
function presentEntry(row: StoredEntry, text: string | null): Entry | null {
  const kind = ENTRY_KINDS.find((known) => known === row.kind);
  if (kind === undefined) return null;
  return {
    // Made with the very prefixes the types are branded with.
    id: toPublicId(ID_PREFIXES.entry, row.id) as Entry['id'],
    conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversationId) as Entry['conversation_id'],
    kind,
    actor: presentActor(row.actorKind as EntryActor['kind'], row.actorId), // the table allows these kinds alone
    data: row.data as Entry['data'], // written by us as EntryData
    text,
    occurred_at: row.occurredAt.toISOString(),
    edited_at: row.editedAt?.toISOString() ?? null,
    deleted_at: row.deletedAt?.toISOString() ?? null,
  };
}

const actorPrefixes = { member: ID_PREFIXES.member, api_key: ID_PREFIXES.apiKey, contact: ID_PREFIXES.contact, bot: null, system: null };

function presentActor(kind: EntryActor['kind'], id: string | null): EntryActor {
  const prefix = actorPrefixes[kind];
  return { kind, id: id === null || prefix === null ? null : toPublicId(prefix, id) };
}

function readCursor(cursor: string | undefined): { at: Date; id: string } | null {
  const position = decodeCursor(cursor, 2);
  if (position === null) return null;
  const [atMs, id] = position;
  if (typeof atMs !== 'number' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw new AppError('cursor_invalid');
  return { at: new Date(atMs), id };
}
