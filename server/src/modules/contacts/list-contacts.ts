import { ID_PREFIXES, type Contact, type ListContactsQuery, type Page } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { selectByIdentity, selectContactPage, selectContactStates } from './contacts.sql.ts';
import type { ContactStateRow, IdentityHit } from './contacts.sql.ts';
import { identityHash } from './identity.ts';
import { loadContacts, type ContactReader } from './load-contacts.ts';
import { normalisePhone } from './normalise-phone.ts';

/**
 * A page of contacts, newest first; with `phone` the one contact that has this number, in whichever spelling.
 * Errors: `cursor_invalid`.
 */
export async function listContacts(reader: ContactReader, workspaceId: string, query: ListContactsQuery): Promise<Page<Contact>> {
  if (query.phone !== undefined) return { data: await findByPhone(reader, workspaceId, query.phone), next_cursor: null };
  const beforeId = readCursor(query.cursor);
  const rows = await tenantQuery<{ id: string }>(reader.db, workspaceId, selectContactPage(workspaceId, beforeId, query.limit + 1));
  const page = rows.slice(0, query.limit);
  const contacts = await loadContacts(
    reader,
    workspaceId,
    page.map((row) => row.id),
  );
  const data = page.flatMap((row) => contacts.get(row.id) ?? []);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** One contact; the id of a merged one gives the contact it was merged into. Errors: `not_found`, also for erased ones. */
export async function getContact(reader: ContactReader, workspaceId: string, contactId: string): Promise<Contact> {
  const [state] = await tenantQuery<ContactStateRow>(reader.db, workspaceId, selectContactStates([workspaceId], [contactId]));
  if (state === undefined || state.erasedAt !== null) throw new AppError('not_found');
  const contact = (await loadContacts(reader, workspaceId, [state.currentId])).get(state.currentId);
  if (contact === undefined) throw new AppError('not_found');
  return contact;
}

async function findByPhone(reader: ContactReader, workspaceId: string, text: string): Promise<Contact[]> {
  const digits = normalisePhone(text);
  if (digits === null) return [];
  const indexKey = await reader.keyring.indexKey(workspaceId, 'contacts');
  const lookup = { workspaceId, matchKind: 'phone', hash: identityHash(indexKey, { kind: 'phone', value: digits }) };
  const hits = await tenantQuery<IdentityHit>(reader.db, workspaceId, selectByIdentity([lookup]));
  return [
    ...(
      await loadContacts(
        reader,
        workspaceId,
        hits.map((hit) => hit.contactId),
      )
    ).values(),
  ];
}

function readCursor(cursor: string | undefined): string | null {
  const position = decodeCursor(cursor, 1);
  if (position === null) return null;
  const id = typeof position[0] === 'string' ? fromPublicId(ID_PREFIXES.contact, position[0]) : null;
  if (id === null) throw new AppError('cursor_invalid');
  return id;
}
