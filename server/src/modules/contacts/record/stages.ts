import { ID_PREFIXES, type Stage } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { auditActorOf, invalidField } from './acting.ts';
import {
  deleteStage,
  insertStages,
  lockStages,
  moveContactsOfStage,
  selectStages,
  updateStageName,
  updateStagePositions,
} from './stages.sql.ts';
import type { StageRow } from './stages.sql.ts';

/** What a workspace begins with; it renames, removes and adds as it likes, but the last one stays. */
const defaultStages = ['Lead', 'Qualified', 'Customer', 'Regular', 'Inactive'];

const maxStages = 50;

/** Stages in their order. A workspace that never had any gets the usual ones first. */
export async function listStages(ctx: Pick<ContactsContext, 'db' | 'ids' | 'clock'>, workspaceId: string): Promise<Stage[]> {
  const rows = await tenantQuery<StageRow>(ctx.db, workspaceId, selectStages(workspaceId));
  if (rows.length > 0) return rows.map(presentStage);
  await withTenant(ctx.db, workspaceId, (tx) => ensureStages(ctx, tx));
  return (await tenantQuery<StageRow>(ctx.db, workspaceId, selectStages(workspaceId))).map(presentStage);
}

/** The stages of a workspace, locked; the usual ones when it has none yet. Idempotent between processes. */
export async function ensureStages(ctx: Pick<ContactsContext, 'ids' | 'clock'>, tx: TenantTx): Promise<StageRow[]> {
  const known = await tx.query<StageRow>(lockStages(tx.workspaceId));
  if (known.length > 0) return known;
  const rows = defaultStages.map((name, position) => ({ id: ctx.ids.uuid(), name, position }));
  await tx.query(insertStages(tx.workspaceId, rows, ctx.clock.now()));
  return tx.query<StageRow>(lockStages(tx.workspaceId));
}

/** Adds a stage at the end. Errors: `conflict` for a name that is taken. */
export async function createStage(ctx: ContactsContext, actor: WorkspaceActor, name: string): Promise<Stage> {
  const { workspaceId } = actor;
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const known = await ensureStages(ctx, tx);
    if (known.length >= maxStages) throw invalidField('body', `a workspace has at most ${maxStages} stages`);
    const row = { id: ctx.ids.uuid(), name, position: Math.max(...known.map((stage) => stage.position)) + 1 };
    const inserted = await tx.query(insertStages(workspaceId, [row], ctx.clock.now()));
    if (inserted.length === 0) throw new AppError('conflict');
    await auditStage(ctx, tx, actor, 'stage.created', row.id, { name });
    return presentStage({ ...row, contactCount: 0 });
  });
}

/** Renames a stage. Errors: `not_found`; `conflict` for a name that is taken. */
export async function renameStage(ctx: ContactsContext, actor: WorkspaceActor, id: string, name: string): Promise<Stage> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const known = await tx.query<StageRow>(lockStages(workspaceId));
    if (known.some((stage) => stage.id !== id && stage.name.toLowerCase() === name.toLowerCase())) throw new AppError('conflict');
    const renamed = await tx.query(updateStageName(workspaceId, id, name));
    if (renamed.length === 0) throw new AppError('not_found');
    await auditStage(ctx, tx, actor, 'stage.updated', id, { name });
  });
  return oneStage(ctx, workspaceId, id);
}

/** Removes a stage; its contacts go to another or have none. Errors: `not_found`; `conflict` for the last one. */
export async function removeStage(ctx: ContactsContext, actor: WorkspaceActor, id: string, moveTo: string | null): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const known = await tx.query<StageRow>(lockStages(workspaceId));
    const stage = known.find((row) => row.id === id);
    if (stage === undefined || (moveTo !== null && !known.some((row) => row.id === moveTo))) throw new AppError('not_found');
    if (known.length === 1 || moveTo === id) throw new AppError('conflict');
    await tx.query(moveContactsOfStage(workspaceId, id, moveTo));
    await tx.query(deleteStage(workspaceId, id));
    await auditStage(ctx, tx, actor, 'stage.removed', id, { name: stage.name });
  });
}

/** Puts the stages into a new order; those that are not named follow behind. Errors: `not_found`; `validation_failed`. */
export async function orderStages(ctx: ContactsContext, actor: WorkspaceActor, ids: readonly string[]): Promise<Stage[]> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const known = await tx.query<StageRow>(lockStages(workspaceId));
    if (!ids.every((id) => known.some((row) => row.id === id))) throw new AppError('not_found');
    if (new Set(ids).size !== ids.length) throw invalidField('body.ids', 'must not name one twice');
    const ordered = [...ids, ...known.flatMap((row) => (ids.includes(row.id) ? [] : [row.id]))];
    await tx.query(updateStagePositions(workspaceId, ordered));
  });
  return listStages(ctx, workspaceId);
}

async function oneStage(ctx: ContactsContext, workspaceId: string, id: string): Promise<Stage> {
  const row = (await tenantQuery<StageRow>(ctx.db, workspaceId, selectStages(workspaceId))).find((stage) => stage.id === id);
  if (row === undefined) throw new AppError('not_found');
  return presentStage(row);
}

function presentStage(row: StageRow): Stage {
  return {
    id: toPublicId(ID_PREFIXES.stage, row.id) as Stage['id'], // made with the prefix it is branded with
    name: row.name,
    position: row.position,
    contact_count: row.contactCount,
  };
}

async function auditStage(
  ctx: ContactsContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  action: string,
  id: string,
  after: Record<string, string>,
): Promise<void> {
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action,
    target: { kind: 'stage', id: toPublicId(ID_PREFIXES.stage, id) },
    after,
  });
}
