import {
  ID_PREFIXES,
  SUPPORT_PERMISSIONS,
  type AskForSupportRequest,
  type EnteredWorkspace,
  type OperatorSupportAccess,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { getWorkspace } from '#modules/workspaces';
import { engineQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { SupportStay, UserActor } from '#platform/http/actor';
import { fromPublicId } from '#platform/ids';
import { changed, closeAccess, requireGrant } from './grant-access.ts';
import { tellOwners } from './mails.ts';
import { presentForOperator, publicAccessId } from './present-access.ts';
import type { SupportContext } from './support-context.ts';
import {
  insertAsked,
  insertEntry,
  lockGrant,
  selectForOperator,
  selectIsMember,
  selectPlace,
  selectStay,
  selectWorkspace,
  updateAnswered,
  updateLeft,
  type OperatorGrantRow,
} from './support.sql.ts';

/** An operator in one of their sessions. */
export type Operator = Pick<UserActor, 'userId' | 'sessionId' | 'hasSecondFactor' | 'singleSignOnWorkspaceId'>;

const mostShown = 100;

/** What an operator asked for, and every access that is open to them. Says nothing of any other workspace. */
export async function listForOperator(ctx: SupportContext, operator: Operator): Promise<OperatorSupportAccess[]> {
  const rows = await engineQuery<OperatorGrantRow>(ctx.db, selectForOperator(operator.userId, operator.sessionId, mostShown));
  return rows.map(presentForOperator);
}

/**
 * Asks a workspace to be let in; its owners get a mail. Errors: `not_found`, `conflict` when this operator waits for an answer there already or is a member,
 * and those of `requireProtected`.
 */
export async function askForAccess(ctx: SupportContext, operator: Operator, input: AskForSupportRequest): Promise<OperatorSupportAccess> {
  requireProtected(operator);
  const publicId = fromPublicId(ID_PREFIXES.workspace, input.workspace);
  const [workspace] = await engineQuery<{ id: string }>(ctx.db, selectWorkspace(publicId, input.workspace));
  if (workspace === undefined) throw new AppError('not_found');
  const id = ctx.ids.uuid();
  const { userId } = operator;
  await withTenant(ctx.db, workspace.id, async (tx) => {
    if ((await tx.query(selectIsMember(workspace.id, userId))).length > 0) throw new AppError('conflict');
    const asked = await tx.query(
      insertAsked({
        workspaceId: workspace.id,
        id,
        level: input.level,
        hours: input.hours,
        operatorId: userId,
        because: input.reason,
        at: ctx.clock.now(),
      }),
    );
    if (asked.length === 0) throw new AppError('conflict');
    await tellOwners(ctx, tx, await requireGrant(tx, workspace.id, id), 'asked');
    await changed(ctx, tx, id);
    await tellLog(ctx, tx, userId, 'support_access.asked', id, { level: input.level, hours: input.hours });
  });
  return find(ctx, operator, id);
}

/** Takes a request back. Errors: `not_found` when it waits no longer. */
export async function withdrawRequest(ctx: SupportContext, operator: Operator, id: string): Promise<void> {
  await inPlace(ctx, operator, id, async (tx) => {
    const withdrawn = await tx.query(updateAnswered(tx.workspaceId, id, 'withdrawn', operator.userId, ctx.clock.now()));
    if (withdrawn.length === 0) throw new AppError('not_found');
    await changed(ctx, tx, id);
    await tellLog(ctx, tx, operator.userId, 'support_access.withdrawn', id);
  });
}

/**
 * Comes in with this session. Asked for by a route that wants a factor shown in the last minutes; a session without a second factor never comes in.
 *
 * Errors: `not_found` when the access is not open to them, `conflict` for a member of the workspace, and those of `requireProtected`.
 */
export async function enterWorkspace(ctx: SupportContext, operator: Operator, id: string): Promise<EnteredWorkspace> {
  requireProtected(operator);
  const workspaceId = await inPlace(ctx, operator, id, async (tx) => {
    await tx.query(lockGrant(tx.workspaceId, id));
    const grant = await requireGrant(tx, tx.workspaceId, id);
    const now = ctx.clock.now();
    if (grant.status !== 'active' || grant.endsAt === null || grant.endsAt <= now) throw new AppError('not_found');
    if ((await tx.query(selectIsMember(tx.workspaceId, operator.userId))).length > 0) throw new AppError('conflict');
    const entered = await tx.query(
      insertEntry({
        workspaceId: tx.workspaceId,
        id: ctx.ids.uuid(),
        grantId: id,
        userId: operator.userId,
        sessionId: operator.sessionId,
        at: now,
      }),
    );
    if (entered.length > 0) {
      await changed(ctx, tx, id);
      await tellLog(ctx, tx, operator.userId, 'support_access.entered', id, { level: grant.level });
    }
    return tx.workspaceId;
  });
  return presentEntered(ctx, workspaceId, await find(ctx, operator, id));
}

/** Goes out with this session; the access itself goes on. Idempotent. Errors: `not_found`. */
export async function leaveWorkspace(ctx: SupportContext, operator: Operator, id: string): Promise<void> {
  await inPlace(ctx, operator, id, async (tx) => {
    const left = await tx.query(updateLeft(tx.workspaceId, id, operator.sessionId, ctx.clock.now()));
    if (left.length === 0) return;
    await announceAuthorizationChange(tx, [`session:${operator.sessionId}`]);
    await changed(ctx, tx, id);
    await tellLog(ctx, tx, operator.userId, 'support_access.left', id);
  });
}

/** Ends an access for good, because the work is done. Errors: `not_found` when it does not go on. */
export async function finishAccess(ctx: SupportContext, operator: Operator, id: string): Promise<void> {
  await inPlace(ctx, operator, id, async (tx) => {
    if (!(await closeAccess(ctx, tx, id, { how: 'operator', by: operator.userId }))) throw new AppError('not_found');
  });
}

/** The workspaces that this session is inside. */
export async function listEntered(ctx: SupportContext, operator: Operator): Promise<EnteredWorkspace[]> {
  const rows = await engineQuery<OperatorGrantRow>(ctx.db, selectForOperator(operator.userId, operator.sessionId, mostShown));
  const inside = rows.filter((row) => row.isInside);
  const open: EnteredWorkspace[] = [];
  for (const row of inside) {
    // Asked again in full: its time may be over although nobody has ended it yet.
    if ((await findStay(ctx, operator, row.workspaceId)) !== null)
      open.push(await presentEntered(ctx, row.workspaceId, presentForOperator(row)));
  }
  return open;
}

type StayRow = Omit<SupportStay, 'permissions' | 'workspaceId'> & { level: 'read' | 'help' };

/** What lets a session into a workspace that its person does not belong to; null without. One read by an index on sessions that are inside. */
export async function findStay(
  ctx: Pick<SupportContext, 'db' | 'clock'>,
  operator: Pick<UserActor, 'userId' | 'sessionId'>,
  workspaceId: string,
): Promise<SupportStay | null> {
  const [row] = await engineQuery<StayRow>(ctx.db, selectStay(operator.sessionId, workspaceId, operator.userId, ctx.clock.now()));
  return row === undefined ? null : { ...row, workspaceId, permissions: new Set(SUPPORT_PERMISSIONS[row.level]) };
}

/**
 * Whoever goes into other people's workspaces has a second factor, whatever the installation asks of its operators otherwise; a company's own provider vouches
 * for nobody beyond its workspace. Errors: `other_sign_in_required`, `second_factor_required`.
 */
function requireProtected(operator: Operator): void {
  if (operator.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
  if (!operator.hasSecondFactor) throw new AppError('second_factor_required');
}

/** Runs in the workspace of an access that is this operator's to use. Errors: `not_found` for any other, as if there were none. */
async function inPlace<T>(ctx: SupportContext, operator: Operator, id: string, fn: (tx: TenantTx) => Promise<T>): Promise<T> {
  const [place] = await engineQuery<{ workspaceId: string }>(ctx.db, selectPlace(id, operator.userId));
  if (place === undefined) throw new AppError('not_found');
  return withTenant(ctx.db, place.workspaceId, fn);
}

async function find(ctx: SupportContext, operator: Operator, id: string): Promise<OperatorSupportAccess> {
  const found = (await listForOperator(ctx, operator)).find((access) => access.id === publicAccessId(id));
  if (found === undefined) throw new AppError('not_found');
  return found;
}

async function presentEntered(ctx: SupportContext, workspaceId: string, access: OperatorSupportAccess): Promise<EnteredWorkspace> {
  return { access, workspace: await getWorkspace({ db: ctx.db }, workspaceId), permissions: [...SUPPORT_PERMISSIONS[access.level]] };
}

async function tellLog(
  ctx: SupportContext,
  tx: TenantTx,
  userId: string,
  action: string,
  id: string,
  after?: { level: string; hours?: number },
): Promise<void> {
  await appendAudit(ctx.audit, tx, {
    actor: { kind: 'user', id: userId },
    action,
    target: { kind: 'support_access', id: publicAccessId(id) },
    ...(after === undefined ? {} : { after }),
  });
}
