import { ID_PREFIXES, type CreateContactRequest } from '@kabar/contract';
import { appendAudit, personal } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { findErased } from '../erased/find-erased.ts';
import { withFreshHashes } from '../hash-identities.ts';
import { isBsuid, type Identity } from '../identity.ts';
import { normalisePhone } from '../normalise-phone.ts';
import { resolvePeople } from '../resolve-people.ts';
import { auditActorOf, doerOf, uuidOf } from './acting.ts';
import { tellUpdated } from './contact-events.ts';
import { writeContactTags } from './tags.ts';
import { writeContactFields } from './update-contact.ts';

/**
 * Makes a contact with a phone number, a BSUID or both, or gives the one that has them already; fields given with it are
 * set in either case. Both together count as the caller's word that they are one person only while they are not known as two.
 *
 * Errors: `contact_erased` for somebody who was erased, unless `after_erasure` says what shows that they came back; `recipient_invalid` without a usable phone number or BSUID; `conflict` when they belong to two contacts; those of
 * `updateContact`.
 */
export async function createContact(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  request: CreateContactRequest,
): Promise<{ contactId: string; isNew: boolean }> {
  const { workspaceId } = actor;
  const doer = doerOf(actor);
  const source = doer.kind === 'member' ? 'member' : 'api';
  const identities = identitiesOf(request);
  const [isErased = false] = await withFreshHashes(ctx, [workspaceId], () =>
    withTenant(ctx.db, workspaceId, (tx) => findErased(ctx, tx, workspaceId, [identities])),
  );
  if (isErased && request.after_erasure === undefined) throw new AppError('contact_erased');
  const [person] = await resolvePeople(ctx, [{ workspaceId, identities, source }]);
  if (person === undefined) throw new AppError('recipient_invalid');
  if (person.alsoKnownAs.length > 0) throw new AppError('conflict');
  const { contactId, isNew } = person;
  const { name, stage_id: stageId, attributes, tag_ids: tagIds } = request;
  const hasFields = name !== undefined || stageId !== undefined || attributes !== undefined;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if (hasFields) {
      const stage = stageId === undefined ? undefined : uuidOf('stage', stageId);
      await writeContactFields(ctx, tx, doer, contactId, { name, stageId: stage, attributes });
    } else if (isNew) await tellUpdated(tx, workspaceId, [contactId], ctx.clock.now());
    if (tagIds !== undefined && tagIds.length > 0) {
      await writeContactTags(ctx, tx, doer, contactId, { add: tagIds.map((id) => uuidOf('tag', id)), remove: [] });
    }
    if (isErased && request.after_erasure !== undefined) {
      await appendAudit(ctx.audit, tx, {
        actor: auditActorOf(actor),
        action: 'contact.readmitted',
        target: { kind: 'contact', id: toPublicId(ID_PREFIXES.contact, contactId) },
        after: { evidence: personal(request.after_erasure) },
      });
    }
  });
  return { contactId, isNew };
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
