import { ID_PREFIXES, type Contact, type CreateContactRequest } from '@kabar/contract';
import { seal } from '#platform/crypto/seal';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { updateContactName } from './contacts.sql.ts';
import { isBsuid, type Identity } from './identity.ts';
import { getContact } from './list-contacts.ts';
import { normalisePhone } from './normalise-phone.ts';
import { contactAad } from './record-profile-names.ts';
import { resolvePeople, type PeopleDeps } from './resolve-people.ts';

/**
 * Makes a contact with a phone number, a BSUID or both, or gives the one that has them already; a name given with it is
 * set in either case. Both together count as the caller's word that they are one person only while they are not known as two.
 *
 * Errors: `recipient_invalid` without a usable phone number or BSUID; `conflict` when they belong to two contacts.
 */
export async function createContact(
  deps: PeopleDeps,
  workspaceId: string,
  request: CreateContactRequest,
): Promise<{ contact: Contact; isNew: boolean }> {
  const identities = identitiesOf(request);
  const [person] = await resolvePeople(deps, [{ workspaceId, identities }]);
  if (person === undefined) throw new AppError('recipient_invalid');
  if (person.alsoKnownAs.length > 0) throw new AppError('conflict');
  if (request.name !== undefined) await nameContact(deps, workspaceId, person.contactId, request.name);
  else if (person.isNew)
    await withTenant(deps.db, workspaceId, (tx) => appendEvents(tx, [updatedEvent(workspaceId, person.contactId, deps.clock.now())]));
  return { contact: await getContact(deps, workspaceId, person.contactId), isNew: person.isNew };
}

/** Sets the name that members see, or takes it away so that the profile name shows. Errors: `not_found`. */
export async function nameContact(deps: PeopleDeps, workspaceId: string, contactId: string, name: string | null): Promise<void> {
  const ring = (await deps.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new AppError('not_found');
  const now = deps.clock.now();
  const sealed = name === null ? null : seal(ring.primary, contactAad(workspaceId, 'name_sealed', contactId), name);
  await withTenant(deps.db, workspaceId, async (tx) => {
    const rows = await tx.query(updateContactName(workspaceId, contactId, sealed, now));
    if (rows.length === 0) throw new AppError('not_found');
    await appendEvents(tx, [updatedEvent(workspaceId, contactId, now)]);
  });
}

function identitiesOf(request: CreateContactRequest): Identity[] {
  const identities: Identity[] = [];
  if (request.phone !== undefined) {
    const digits = normalisePhone(request.phone);
    if (digits === null) throw new AppError('recipient_invalid');
    identities.push({ kind: 'phone', value: digits });
  }
  if (request.bsuid !== undefined) {
    if (!isBsuid(request.bsuid)) throw new AppError('recipient_invalid');
    identities.push({ kind: 'bsuid', value: request.bsuid });
  }
  if (identities.length === 0) throw new AppError('recipient_invalid');
  return identities;
}

function updatedEvent(workspaceId: string, contactId: string, occurredAt: Date): Parameters<typeof appendEvents>[1][number] {
  return { workspaceId, type: 'contact.updated', data: { contact_id: toPublicId(ID_PREFIXES.contact, contactId) }, occurredAt };
}
