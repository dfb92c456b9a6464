import {
  ID_PREFIXES,
  MAX_CUSTOM_ROLES,
  PERMISSION_NAMES,
  type CreateRoleRequest,
  type Permission,
  type PublicId,
  type RoleRef,
  type UpdateRoleRequest,
  type WorkspaceRole,
} from '@kabar/contract';
import { appendAudit, type AuditValue } from '#modules/audit';
import { readActing } from '#modules/users';
import {
  auditActorOf,
  fitToPower,
  lockHolders,
  lockMembers,
  moveHolders,
  resolveRole,
  readHolders,
  readRecipients,
  requireWithin,
  tellMembers,
  type RolePower,
} from '#modules/workspaces';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { presentRole } from './list-roles.ts';
import type { MemberRolesContext } from './member-roles-context.ts';
import { insertRole, lockRoleForChange, markRoleDeleted, selectRole, selectRoles, updateRole, type RoleRow } from './member-roles.sql.ts';
import { readParts } from './role-parts.ts';

/**
 * Makes a role. It can allow at most what its maker may do now. Errors: `role_too_high`; `conflict` when the name is taken or there are 50 roles already;
 * `not_found` for a number or team of another workspace; `validation_failed`.
 */
export async function createRole(ctx: MemberRolesContext, actor: WorkspaceActor, asked: CreateRoleRequest): Promise<WorkspaceRole> {
  const { workspaceId } = actor;
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const { own } = await lockMembers(tx, actor, []);
    requireWithin(own, powerOfList(asked.permissions));
    const parts = await readParts(tx, asked);
    if ((await tx.query(selectRoles(workspaceId))).length >= MAX_CUSTOM_ROLES) throw new AppError('conflict');
    const id = ctx.ids.uuid();
    if ((await tx.query(insertRole(workspaceId, id, parts, ctx.clock.now()))).length === 0) throw new AppError('conflict');
    return record(ctx, tx, actor, { id, before: null });
  });
}

/**
 * Changes a role; what is left out stays. It counts for everybody who has it from their next request on: live streams of the workspace end and come back
 * with what is allowed now, open invitations that its members could not send now are withdrawn, their API keys lose what the role no longer allows, and they are told by mail.
 * Whoever changes a role must be allowed all that it allowed and will allow.
 *
 * Errors: `not_found`, `role_too_high`, `conflict` when the name is taken, `validation_failed`.
 */
export async function changeRole(
  ctx: MemberRolesContext,
  actor: WorkspaceActor,
  roleId: string,
  asked: UpdateRoleRequest,
): Promise<WorkspaceRole> {
  const { workspaceId } = actor;
  const by = await readActing(ctx.users, actor);
  const role = await withTenant(ctx.db, workspaceId, async (tx) => {
    const { own, before } = await lockForChange(tx, actor, roleId);
    const shown = presentRole(before);
    requireWithin(own, powerOfList(storedPermissions(before)));
    const wanted: CreateRoleRequest = {
      name: asked.name ?? shown.name,
      description: asked.description ?? shown.description,
      permissions: asked.permissions ?? shown.permissions,
      sight: asked.sight ?? shown.sight,
      number_ids: asked.number_ids ?? (isChosen(asked, shown) ? shown.number_ids : []),
      team_ids: asked.team_ids ?? (isChosen(asked, shown) ? shown.team_ids : []),
    };
    requireWithin(own, powerOfList(wanted.permissions));
    const parts = await readParts(tx, wanted);
    const after = { ...before, ...parts };
    if (JSON.stringify(auditOf(after)) === JSON.stringify(auditOf(before))) return shown;
    if ((await tx.query(updateRole(workspaceId, roleId, parts, ctx.clock.now()))).length === 0) throw new AppError('conflict');
    const holders = await readHolders(tx, roleId);
    await fitToPower(ctx, tx, actor, holders);
    if (doesOtherThings(before, after)) {
      const ids = holders.map((holder) => holder.id);
      await tellMembers(ctx, tx, by, await readRecipients(tx, ids), { kind: 'role_edited', role: wordsOf(after) });
    }
    await announceAuthorizationChange(tx, [`workspace:${workspaceId}`]);
    return record(ctx, tx, actor, { id: roleId, before });
  });
  ctx.forgetSight(workspaceId);
  return role;
}

/**
 * Deletes a role. Everybody who has it, and open invitations to it, get `moveTo`; without that it is refused while there are any.
 * Errors: `not_found`, `role_too_high`, `role_in_use`.
 */
export async function deleteRole(ctx: MemberRolesContext, actor: WorkspaceActor, roleId: string, moveTo: RoleRef | null): Promise<void> {
  const { workspaceId } = actor;
  const by = await readActing(ctx.users, actor);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const { own, before } = await lockForChange(tx, actor, roleId);
    requireWithin(own, powerOfList(storedPermissions(before)));
    const moved = await moveHolders(ctx, tx, actor, own, { roleId, moveTo });
    if (moveTo !== null) {
      const to = await resolveRole(tx, moveTo);
      const news = { kind: 'role_changed', before: wordsOf(before), after: { ref: moveTo, name: to.name } } as const;
      await tellMembers(ctx, tx, by, await readRecipients(tx, moved), news);
    }
    await tx.query(markRoleDeleted(workspaceId, roleId, ctx.clock.now()));
    await announceAuthorizationChange(
      tx,
      moved.map((memberId) => `member:${memberId}` as const),
    );
    await tell(ctx, tx, roleId);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'role.deleted',
      target: { kind: 'role', id: publicRoleId(roleId) },
      before: auditOf(before),
      after: { moved_to: moveTo, moved_count: moved.length },
    });
  });
  ctx.forgetSight(workspaceId);
}

/** Members before the role, as whoever gives a role locks them; so that two changes wait for each other instead of deadlocking. */
async function lockForChange(tx: TenantTx, actor: WorkspaceActor, roleId: string): Promise<{ own: RolePower; before: RoleRow }> {
  await tx.query(lockHolders(tx.workspaceId, roleId, actor.kind === 'user' ? actor.memberId : null));
  const { own } = await lockMembers(tx, actor, []);
  await tx.query(lockRoleForChange(tx.workspaceId, roleId));
  const [before] = await tx.query<RoleRow>(selectRole(tx.workspaceId, roleId));
  if (before === undefined) throw new AppError('not_found');
  return { own, before };
}

function isChosen(asked: UpdateRoleRequest, shown: WorkspaceRole): boolean {
  return (asked.sight ?? shown.sight) === 'chosen';
}

async function record(
  ctx: MemberRolesContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  { id, before }: { id: string; before: RoleRow | null },
): Promise<WorkspaceRole> {
  const [after] = await tx.query<RoleRow>(selectRole(tx.workspaceId, id));
  if (after === undefined) throw new Error('a role that was just stored is gone');
  await tell(ctx, tx, id);
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: before === null ? 'role.created' : 'role.changed',
    target: { kind: 'role', id: publicRoleId(id) },
    ...(before === null ? {} : { before: auditOf(before) }),
    after: auditOf(after),
  });
  return presentRole(after);
}

async function tell(ctx: MemberRolesContext, tx: TenantTx, roleId: string): Promise<void> {
  const { workspaceId } = tx;
  await appendEvents(tx, [{ workspaceId, type: 'role.updated', data: { role_id: publicRoleId(roleId) }, occurredAt: ctx.clock.now() }]);
}

function auditOf(row: RoleRow): Record<string, AuditValue> {
  const { name, description, permissions, sight, number_ids: numberIds, team_ids: teamIds } = presentRole(row);
  return { name, description, permissions, sight, number_ids: numberIds, team_ids: teamIds };
}

/** Whether more than its words changed. */
function doesOtherThings(before: RoleRow, after: RoleRow): boolean {
  const facts = ({ name: _name, description: _description, ...rest }: Record<string, AuditValue>): string => JSON.stringify(rest);
  return facts(auditOf(before)) !== facts(auditOf(after));
}

function wordsOf(row: Pick<RoleRow, 'id' | 'name'>): { ref: PublicId<'role'>; name: string } {
  return { ref: publicRoleId(row.id) as PublicId<'role'>, name: row.name }; // publicRoleId joins exactly this prefix and 26 characters
}

function storedPermissions(row: RoleRow): Permission[] {
  return PERMISSION_NAMES.filter((name) => row.permissions.includes(name));
}

function powerOfList(permissions: readonly Permission[]): RolePower {
  return { role: 'custom', permissions: new Set(permissions) };
}

function publicRoleId(id: string): string {
  return toPublicId(ID_PREFIXES.role, id);
}
