import { openText } from '#platform/crypto/seal';
import { engineQuery } from '#platform/db/tx';
import { selectAddresses } from './contacts.sql.ts';
import type { IdentifierRow } from './contacts.sql.ts';
import { identifierAad } from './resolve-people.ts';
import type { PeopleDeps } from './resolve-people.ts';

/** Where a contact can be written to. */
export type ContactAddress = { kind: 'phone'; digits: string } | { kind: 'bsuid'; value: string };

/**
 * The address of each contact that WhatsApp can be given: the newest phone number, which every message type accepts, else
 * the newest BSUID. Contacts without either, or without a key any more, are not in the result.
 *
 * One statement for the batch; what this process looked up lately costs none. Errors: database and key ring errors.
 */
export async function findRecipients(
  deps: PeopleDeps,
  contacts: readonly { workspaceId: string; contactId: string }[],
): Promise<Map<string, ContactAddress>> {
  const found = new Map<string, ContactAddress>();
  const open = contacts.filter((contact) => {
    const cached = deps.cache.get(addressKey(contact))?.more;
    if (cached !== undefined) found.set(contact.contactId, readCached(cached));
    return cached === undefined;
  });
  if (open.length === 0) return found;
  const rows = await engineQuery<IdentifierRow & { workspaceId: string }>(
    deps.db,
    selectAddresses(
      open.map((contact) => contact.workspaceId),
      open.map((contact) => contact.contactId),
    ),
  );
  const rings = await deps.keyring.contactKeys(open);
  for (const row of rows) {
    const ring = rings.get(row.contactId);
    if (ring === undefined) continue;
    const value = openText(ring, identifierAad(row.workspaceId, row.id), row.valueSealed);
    const address: ContactAddress = row.kind === 'bsuid' ? { kind: 'bsuid', value } : { kind: 'phone', digits: value };
    found.set(row.contactId, address);
    deps.cache.set(addressKey(row), { contactId: row.contactId, more: `${address.kind} ${value}` });
  }
  return found;
}

function readCached(text: string): ContactAddress {
  const value = text.slice(text.indexOf(' ') + 1);
  return text.startsWith('phone ') ? { kind: 'phone', digits: value } : { kind: 'bsuid', value };
}

function addressKey({ workspaceId, contactId }: { workspaceId: string; contactId: string }): string {
  return `${workspaceId} address ${contactId}`;
}
