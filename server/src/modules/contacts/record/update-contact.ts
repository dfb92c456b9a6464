import { ID_PREFIXES, type AttributeValue } from '@kabar/contract';
import { seal } from '#platform/crypto/seal';
import { withTenant } from '#platform/db/tx';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { lockContact, updateContactFields } from '../contacts.sql.ts';
import { contactAad } from '../record-profile-names.ts';
import { invalidField, type doerOf } from './acting.ts';
import { judgeValue, storeValue } from './attribute-values.ts';
import { deleteValues, selectAttributes, upsertValues } from './attributes.sql.ts';
import type { AttributeRow, NewValue } from './attributes.sql.ts';
import { recordContactEvents, tellUpdated } from './contact-events.ts';
import type { ContactEvent } from './contact-events.ts';
import { ensureStages } from './stages.ts';

/** Fields to change; what is left out stays. Ids are database ids, attributes by key. */
export type ContactFields = {
  name?: string | null | undefined;
  stageId?: string | null | undefined;
  attributes?: Readonly<Record<string, AttributeValue | null>> | undefined;
};

/**
 * Changes fields of one contact, with its history, in one transaction; fields that are not named are not touched, so two
 * people who change different fields at once lose nothing. Errors: `not_found`; `validation_failed` for an attribute that does
 * not exist or a value that does not fit it.
 */
export async function updateContact(
  ctx: ContactsContext,
  workspaceId: string,
  doer: ReturnType<typeof doerOf>,
  contactId: string,
  fields: ContactFields,
): Promise<void> {
  await withTenant(ctx.db, workspaceId, (tx) => writeContactFields(ctx, tx, doer, contactId, fields));
}

/** Like `updateContact`, in the caller's transaction. */
export async function writeContactFields(
  ctx: Pick<ContactsContext, 'ids' | 'clock' | 'keyring'>,
  tx: TenantTx,
  doer: ReturnType<typeof doerOf>,
  contactId: string,
  fields: ContactFields,
): Promise<void> {
  const { workspaceId } = tx;
  const at = ctx.clock.now();
  const ring = (await ctx.keyring.contactKeys([{ workspaceId, contactId }], tx)).get(contactId);
  const [before] = await tx.query<{ stageId: string | null }>(lockContact(workspaceId, contactId));
  if (ring === undefined || before === undefined) throw new AppError('not_found');
  const events: ContactEvent[] = [];
  const line = { workspaceId, contactId, actor: doer, at };
  if (fields.stageId !== undefined && fields.stageId !== before.stageId) {
    const { stageId } = fields;
    if (stageId !== null && !(await ensureStages(ctx, tx)).some((stage) => stage.id === stageId)) throw new AppError('not_found');
    events.push({ ...line, kind: 'stage_changed', data: { from: publicStage(before.stageId), to: publicStage(stageId) } });
  }
  const keys = Object.keys(fields.attributes ?? {});
  if (fields.attributes !== undefined && keys.length > 0) {
    const known = new Map((await tx.query<AttributeRow>(selectAttributes(workspaceId))).map((row) => [row.key, row]));
    const indexKey = await ctx.keyring.layeredKey(workspaceId, 'contacts', tx);
    const written: NewValue[] = [];
    const removed: { contactId: string; attributeId: string }[] = [];
    for (const [key, value] of Object.entries(fields.attributes)) {
      const attribute = known.get(key);
      if (attribute === undefined) throw invalidField(`body.attributes.${key}`, 'is not an attribute of this workspace');
      if (value === null) {
        removed.push({ contactId, attributeId: attribute.id });
        continue;
      }
      const problem = judgeValue(attribute, value);
      if (problem !== null) throw invalidField(`body.attributes.${key}`, problem);
      written.push(storeValue({ key: ring.primary, indexKey }, { workspaceId, contactId }, attribute, value));
    }
    if (written.length > 0) await tx.query(upsertValues(written, at));
    if (removed.length > 0) await tx.query(deleteValues(workspaceId, removed));
    events.push({ ...line, kind: 'attributes_changed', data: { keys } });
  }
  const { name, stageId } = fields;
  await tx.query(
    updateContactFields(
      workspaceId,
      contactId,
      {
        ...(name === undefined
          ? {}
          : { nameSealed: name === null ? null : seal(ring.primary, contactAad(workspaceId, 'name_sealed', contactId), name) }),
        ...(stageId === undefined ? {} : { stageId }),
      },
      at,
    ),
  );
  await recordContactEvents(ctx.ids, tx, events);
  await tellUpdated(tx, workspaceId, [contactId], at);
}

function publicStage(id: string | null): string | null {
  return id === null ? null : toPublicId(ID_PREFIXES.stage, id);
}
