import {
  ATTRIBUTE_LIMITS,
  ID_PREFIXES,
  type Attribute,
  type AttributeUsage,
  type CreateAttributeRequest,
  type UpdateAttributeRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { ContactsContext } from '../contacts-context.ts';
import { auditActorOf, invalidField } from './acting.ts';
import { valueHashes } from './attribute-values.ts';
import {
  countValues,
  deleteRemovedAttribute,
  deleteValuesOfRemoved,
  insertAttribute,
  lockAttributes,
  markAttributeRemoved,
  selectAttributes,
  selectAttributeUsage,
  updateAttribute,
  updateAttributePositions,
} from './attributes.sql.ts';
import type { AttributeRow } from './attributes.sql.ts';

/** All attributes of a workspace, in their order. */
export async function listAttributes(ctx: Pick<ContactsContext, 'db'>, workspaceId: string): Promise<Attribute[]> {
  const rows = await tenantQuery<AttributeRow>(ctx.db, workspaceId, selectAttributes(workspaceId));
  return rows.map(presentAttribute);
}

/** Defines an attribute. Errors: `conflict` for a key that is taken; `validation_failed` for choices that do not fit, or the hundred-and-first. */
export async function createAttribute(ctx: ContactsContext, actor: WorkspaceActor, request: CreateAttributeRequest): Promise<Attribute> {
  const { workspaceId } = actor;
  const choices = request.choices ?? [];
  judgeChoices(request.type, choices);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const row = await defineAttribute(ctx, tx, { ...request, choices });
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'attribute.created',
      target: { kind: 'attribute', id: toPublicId(ID_PREFIXES.attribute, row.id) },
      after: { key: row.key, type: row.type, sensitivity: row.sensitivity },
    });
    return presentAttribute(row);
  });
}

/** Defines an attribute in the caller's transaction. Errors: like `createAttribute`. */
export async function defineAttribute(
  ctx: Pick<ContactsContext, 'ids' | 'clock'>,
  tx: TenantTx,
  request: CreateAttributeRequest,
): Promise<AttributeRow> {
  const known = await tx.query<AttributeRow>(lockAttributes(tx.workspaceId));
  if (known.length >= ATTRIBUTE_LIMITS.attributes)
    throw invalidField('body', `a workspace has at most ${ATTRIBUTE_LIMITS.attributes} attributes`);
  const row: AttributeRow = {
    id: ctx.ids.uuid(),
    key: request.key,
    label: request.label,
    type: request.type,
    sensitivity: request.sensitivity ?? 'personal',
    choices: request.choices ?? [],
    position: Math.max(-1, ...known.map((other) => other.position)) + 1,
    createdAt: ctx.clock.now(),
  };
  const inserted = await tx.query(insertAttribute(tx.workspaceId, row));
  if (inserted.length === 0) throw new AppError('conflict');
  await tellAttribute(tx, row.id, row.createdAt);
  return row;
}

/**
 * Changes label and choices; key, type and sensitivity never change. Errors: `not_found`; `in_use` when a choice that goes is
 * still somebody's value.
 */
export async function changeAttribute(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  id: string,
  request: UpdateAttributeRequest,
): Promise<Attribute> {
  const { workspaceId } = actor;
  const indexKey = await ctx.keyring.layeredKey(workspaceId, 'contacts');
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const row = (await tx.query<AttributeRow>(lockAttributes(workspaceId))).find((attribute) => attribute.id === id);
    if (row === undefined) throw new AppError('not_found');
    const choices = request.choices ?? row.choices;
    judgeChoices(row.type, choices);
    const gone = row.choices.filter((choice) => !choices.some((kept) => kept.key === choice.key)).map((choice) => choice.key);
    if (gone.length > 0) {
      const hashes = gone.flatMap((key) => valueHashes(indexKey, id, key));
      const [used] = await tx.query<{ count: number }>(countValues(workspaceId, id, gone, hashes));
      if (used !== undefined && used.count > 0) throw new AppError('in_use', { details: { count: used.count } });
    }
    const after = { ...row, label: request.label ?? row.label, choices };
    await tx.query(updateAttribute(workspaceId, id, after.label, after.choices));
    await tellAttribute(tx, id, ctx.clock.now());
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'attribute.updated',
      target: { kind: 'attribute', id: toPublicId(ID_PREFIXES.attribute, id) },
      before: { label: row.label, choice_count: row.choices.length },
      after: { label: after.label, choice_count: after.choices.length },
    });
    return presentAttribute(after);
  });
}

/** What the removal of an attribute would take along. Errors: `not_found`. */
export async function countAttributeUsage(ctx: ContactsContext, workspaceId: string, id: string): Promise<AttributeUsage> {
  await requireAttribute(ctx, workspaceId, id);
  const publicId = toPublicId(ID_PREFIXES.attribute, id);
  const [row] = await tenantQuery<{ contactCount: number; segmentCount: number }>(
    ctx.db,
    workspaceId,
    selectAttributeUsage(workspaceId, id, publicId),
  );
  return { contact_count: row?.contactCount ?? 0, segment_count: row?.segmentCount ?? 0 };
}

/** Takes an attribute away at once; a job deletes its values. Segments that filter by it fit nobody in that condition. Errors: `not_found`. */
export async function removeAttribute(ctx: ContactsContext, actor: WorkspaceActor, id: string): Promise<void> {
  const { workspaceId } = actor;
  const usage = await countAttributeUsage(ctx, workspaceId, id);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const removed = await tx.query(markAttributeRemoved(workspaceId, id, now));
    if (removed.length === 0) throw new AppError('not_found');
    await ctx.jobs.enqueue(tx, deleteAttributeValuesJob, { workspaceId, attributeId: id });
    await tellAttribute(tx, id, now);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'attribute.removed',
      target: { kind: 'attribute', id: toPublicId(ID_PREFIXES.attribute, id) },
      before: { contact_count: usage.contact_count },
    });
  });
}

/** Puts the attributes into a new order; those that are not named follow behind. Errors: `not_found`; `validation_failed`. */
export async function orderAttributes(ctx: ContactsContext, actor: WorkspaceActor, ids: readonly string[]): Promise<Attribute[]> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const known = await tx.query<AttributeRow>(lockAttributes(workspaceId));
    if (!ids.every((id) => known.some((row) => row.id === id))) throw new AppError('not_found');
    if (new Set(ids).size !== ids.length) throw invalidField('body.ids', 'must not name one twice');
    const ordered = [...ids, ...known.flatMap((row) => (ids.includes(row.id) ? [] : [row.id]))];
    await tx.query(updateAttributePositions(workspaceId, ordered));
    for (const id of ids) await tellAttribute(tx, id, ctx.clock.now());
  });
  return listAttributes(ctx, workspaceId);
}

/** The value as the API has it. */
export function presentAttribute(row: AttributeRow): Attribute {
  const { key, label, type, sensitivity, choices, position } = row;
  return {
    id: toPublicId(ID_PREFIXES.attribute, row.id) as Attribute['id'], // made with the prefix it is branded with
    key,
    label,
    type,
    sensitivity,
    choices,
    position,
    created_at: row.createdAt.toISOString(),
  };
}

/** Deletes the values of a removed attribute, a thousand per transaction, then the attribute. */
const deleteAttributeValuesJob = defineJob({
  name: 'contacts.delete_attribute_values',
  schema: z.object({ workspaceId: z.uuid(), attributeId: z.uuid() }),
  timeoutMs: 3_600_000,
  retry: { limit: 10, delayMs: 5_000, maxDelayMs: 600_000 },
  concurrency: 1,
});

const deleteBatch = 1000;

/** Jobs of attributes. */
export function attributeJobs(ctx: ContactsContext): BoundJob[] {
  return [
    bindJob(deleteAttributeValuesJob, async ({ workspaceId, attributeId }, { signal }) => {
      for (;;) {
        signal.throwIfAborted();
        const gone = await tenantQuery(ctx.db, workspaceId, deleteValuesOfRemoved(workspaceId, attributeId, deleteBatch));
        if (gone.length < deleteBatch) break;
      }
      await tenantQuery(ctx.db, workspaceId, deleteRemovedAttribute(workspaceId, attributeId));
    }),
  ];
}

async function requireAttribute(ctx: ContactsContext, workspaceId: string, id: string): Promise<void> {
  const rows = await tenantQuery<AttributeRow>(ctx.db, workspaceId, selectAttributes(workspaceId));
  if (!rows.some((row) => row.id === id)) throw new AppError('not_found');
}

function judgeChoices(type: AttributeRow['type'], choices: readonly { key: string }[]): void {
  if (type === 'choice' && choices.length === 0) throw invalidField('body.choices', 'a choice needs at least one choice');
  if (type !== 'choice' && choices.length > 0) throw invalidField('body.choices', 'only the type choice has choices');
  if (new Set(choices.map((choice) => choice.key)).size !== choices.length) throw invalidField('body.choices', 'keys must differ');
}

async function tellAttribute(tx: TenantTx, id: string, at: Date): Promise<void> {
  await appendEvents(tx, [
    {
      workspaceId: tx.workspaceId,
      type: 'attribute.updated',
      data: { attribute_id: toPublicId(ID_PREFIXES.attribute, id) },
      occurredAt: at,
    },
  ]);
}
