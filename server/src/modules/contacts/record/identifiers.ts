import { ID_PREFIXES, type IdentifierKind } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { seal } from '#platform/crypto/seal';
import { withTenant } from '#platform/db/tx';
import type { Statement } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { insertIdentifiers, lockContact, lockPeople, selectByIdentity, touchContacts } from '../contacts.sql.ts';
import type { IdentityHit } from '../contacts.sql.ts';
import { countryOf } from '../country-of.ts';
import { identityHashes } from '../hash-identities.ts';
import { normalisePhone } from '../normalise-phone.ts';
import { identifierAad } from '../resolve-people.ts';
import { auditActorOf, doerOf } from './acting.ts';
import { recordContactEvents, tellUpdated } from './contact-events.ts';

/**
 * Puts a phone number on record that a person told. Nothing happens when the contact has it already. Errors: `not_found`;
 * `recipient_invalid`; `identifier_taken` with the contact that has it.
 */
export async function addPhone(ctx: ContactsContext, actor: WorkspaceActor, contactId: string, phone: string): Promise<void> {
  const { workspaceId } = actor;
  const digits = normalisePhone(phone);
  if (digits === null) throw new AppError('recipient_invalid');
  const identity = { kind: 'phone', value: digits } as const;
  const [hash] = await identityHashes(ctx, workspaceId, [identity]);
  if (hash === undefined) throw new AppError('recipient_invalid');
  const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new AppError('not_found');
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const at = ctx.clock.now();
    await tx.query(lockPeople([workspaceId]));
    const [contact] = await tx.query(lockContact(workspaceId, contactId));
    if (contact === undefined) throw new AppError('not_found');
    const [holder] = await tx.query<IdentityHit>(selectByIdentity([{ workspaceId, matchKind: 'phone', hash }]));
    if (holder?.contactId === contactId) return;
    if (holder !== undefined)
      throw new AppError('identifier_taken', { details: { contact_id: toPublicId(ID_PREFIXES.contact, holder.contactId) } });
    const id = ctx.ids.uuid();
    const valueSealed = seal(ring.primary, identifierAad(workspaceId, id), digits);
    await tx.query(insertIdentifiers([{ workspaceId, id, contactId, kind: 'phone', hash, valueSealed, scope: null }], at));
    await tx.query(touchContacts([{ workspaceId, contactId, country: countryOf(digits) }], at));
    await tell(ctx, tx, actor, contactId, 'identifier_added', 'phone', id, at);
  });
  ctx.cache.forget(contactId);
}

/**
 * Takes an identifier away; what was written stays. Errors: `not_found`; `conflict` for the last one, without which nobody
 * could ever be reached or known again.
 */
export async function removeIdentifier(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  contactId: string,
  identifierId: string,
): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const at = ctx.clock.now();
    await tx.query(lockPeople([workspaceId]));
    const rows = await tx.query<{ id: string; kind: IdentifierKind }>(lockIdentifiers(workspaceId, contactId));
    const identifier = rows.find((row) => row.id === identifierId);
    if (identifier === undefined) throw new AppError('not_found');
    if (rows.length === 1) throw new AppError('conflict');
    await tx.query(deleteIdentifier(workspaceId, identifierId));
    await tx.query(touchContacts([{ workspaceId, contactId, country: null }], at));
    await tell(ctx, tx, actor, contactId, 'identifier_removed', identifier.kind, identifierId, at);
  });
  ctx.cache.forget(contactId);
}

async function tell(
  ctx: ContactsContext,
  tx: Parameters<typeof appendAudit>[1],
  actor: WorkspaceActor,
  contactId: string,
  kind: 'identifier_added' | 'identifier_removed',
  identifierKind: IdentifierKind,
  identifierId: string,
  at: Date,
): Promise<void> {
  const { workspaceId } = actor;
  const data = { identifier_id: toPublicId(ID_PREFIXES.identifier, identifierId), kind: identifierKind };
  await tx.query({ text: `select pg_notify('kabar_contacts', $1)`, values: [`${workspaceId} ${contactId}`] });
  await recordContactEvents(ctx.ids, tx, [{ workspaceId, contactId, kind, actor: doerOf(actor), data, at }]);
  await tellUpdated(tx, workspaceId, [contactId], at);
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: `contact.${kind}`,
    target: { kind: 'contact', id: toPublicId(ID_PREFIXES.contact, contactId) },
    after: data,
  });
}

function lockIdentifiers(workspaceId: string, contactId: string): Statement {
  return {
    text: `select id, kind from contact_identifiers where workspace_id = $1 and contact_id = $2 order by id for update`,
    values: [workspaceId, contactId],
  };
}

function deleteIdentifier(workspaceId: string, id: string): Statement {
  return { text: `delete from contact_identifiers where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}
