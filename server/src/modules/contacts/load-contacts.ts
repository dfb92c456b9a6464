import { ID_PREFIXES, type ContactSummary, type IdentifierKind } from '@kabar/contract';
import type { Keyring } from '#modules/keyring';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { selectContactsWithIdentifiers } from './contacts.sql.ts';
import type { ContactWithIdentifierRow } from './contacts.sql.ts';
import { contactAad } from './record-profile-names.ts';
import { identifierAad } from './resolve-people.ts';

/** What reading contacts needs. */
export type ContactReader = { db: Database; keyring: Keyring };

/**
 * What is shown of contacts beside something else, by database id, with one statement for all of them and one for keys that are not in
 * memory. Those that do not exist in the workspace are left out; an erased one is there without anything personal.
 */
export async function loadContacts(
  reader: ContactReader,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Map<string, ContactSummary>> {
  const wanted = [...new Set(contactIds)];
  if (wanted.length === 0) return new Map();
  const [rows, rings] = await Promise.all([
    tenantQuery<ContactWithIdentifierRow>(reader.db, workspaceId, selectContactsWithIdentifiers(workspaceId, wanted)),
    reader.keyring.contactKeys(wanted.map((contactId) => ({ workspaceId, contactId }))),
  ]);
  return presentContacts(workspaceId, rows, rings);
}

/** Puts rows of contacts, one per identifier, into the form of the API. */
function presentContacts(
  workspaceId: string,
  rows: readonly ContactWithIdentifierRow[],
  rings: ReadonlyMap<string, KeyRing>,
): Map<string, ContactSummary> {
  const contacts = new Map<string, ContactSummary>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    const [row] = own;
    if (row !== undefined) contacts.set(id, presentSummary(workspaceId, row, own, rings.get(id)));
  }
  return contacts;
}

/** Puts the rows of one contact into the short form of the API. */
export function presentSummary(
  workspaceId: string,
  row: ContactWithIdentifierRow,
  rows: readonly ContactWithIdentifierRow[],
  ring: KeyRing | undefined,
): ContactSummary {
  const name = (column: 'name_sealed' | 'profile_name_sealed', sealed: Buffer | null): string | null =>
    ring === undefined || sealed === null ? null : openText(ring, contactAad(workspaceId, column, row.id), sealed);
  const given = name('name_sealed', row.nameSealed);
  const profileName = name('profile_name_sealed', row.profileNameSealed);
  const identifiers = ring === undefined ? [] : rows.flatMap((item) => presentIdentifier(workspaceId, item, ring));
  return {
    id: toPublicId(ID_PREFIXES.contact, row.id) as ContactSummary['id'], // made with the prefix it is branded with
    name: given ?? profileName,
    profile_name: profileName,
    phone: newestOf(identifiers, ['phone', 'wa_id']),
    username: newestOf(identifiers, ['username']),
    identifiers,
    marketing: row.marketing,
    blocked: row.blockedAt !== null,
    restricted: row.restrictedAt !== null,
    created_at: row.createdAt.toISOString(),
  };
}

/** Ids of the identifiers that `presentSummary` shows, in its order, when the contact's key is there. */
export function identifierIdsOf(rows: readonly ContactWithIdentifierRow[]): string[] {
  return rows.flatMap((row) => (hasIdentifier(row) ? row.identifierId : []));
}

type IdentifierColumns = { identifierId: string; valueSealed: Buffer; kind: IdentifierKind; firstSeenAt: Date };

/** A contact without identifiers has one row all the same. */
function hasIdentifier(row: ContactWithIdentifierRow): row is ContactWithIdentifierRow & IdentifierColumns {
  return row.identifierId !== null && row.valueSealed !== null && row.kind !== null && row.firstSeenAt !== null;
}

function presentIdentifier(workspaceId: string, row: ContactWithIdentifierRow, ring: KeyRing): ContactSummary['identifiers'] {
  if (!hasIdentifier(row)) return [];
  const value = openText(ring, identifierAad(workspaceId, row.identifierId), row.valueSealed);
  const isNumber = row.kind === 'phone' || row.kind === 'wa_id';
  return [{ kind: row.kind, value: isNumber ? `+${value}` : value, first_seen_at: row.firstSeenAt.toISOString() }];
}

/** Identifiers are oldest first; after a change of number the later one is right. */
function newestOf(identifiers: ContactSummary['identifiers'], kinds: readonly IdentifierKind[]): string | null {
  return identifiers.findLast((identifier) => kinds.includes(identifier.kind))?.value ?? null;
}
