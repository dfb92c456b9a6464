import { ID_PREFIXES, type Member, type UpdateMemberLimitsRequest } from '@kabar/contract';
import { appendAudit, type AuditValue } from '#modules/audit';
import { readActing } from '#modules/users';
import {
  auditActorOf,
  fitToPower,
  getMember,
  lockMembers,
  readMembers,
  readRecipients,
  requireWithin,
  tellMembers,
} from '#modules/workspaces';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { MemberRolesContext } from './member-roles-context.ts';
import { deleteLimits, selectLimits, upsertLimits, type LimitsRow } from './member-roles.sql.ts';
import { readChosen } from './role-parts.ts';

/**
 * Limits what a member sees to chosen numbers and teams, beside what their role says, or lifts that. It counts from their next request on; their live
 * streams end, they are told by mail, and their API keys see what they see and lose what concerns the whole workspace. Nobody limits owners, who see everything by being that,
 * themselves, or somebody who may do more than they.
 *
 * Errors: `not_found`, also for a number or team of another workspace; `role_too_high`.
 */
export async function limitMember(
  ctx: MemberRolesContext,
  actor: WorkspaceActor,
  memberId: string,
  { limits: asked }: UpdateMemberLimitsRequest,
): Promise<Member> {
  const { workspaceId } = actor;
  const by = await readActing(ctx.users, actor);
  const member = await withTenant(ctx.db, workspaceId, async (tx) => {
    const { own, members } = await lockMembers(tx, actor, [memberId]);
    const target = members.find((row) => row.id === memberId);
    if (target === undefined) throw new AppError('not_found');
    requireWithin(own, target.role);
    const isSelf = actor.kind === 'user' && actor.memberId === memberId;
    if (isSelf || target.role.role === 'owner') throw new AppError('role_too_high');
    const limits = asked === null ? null : await readChosen(tx, asked);
    const [before] = await tx.query<LimitsRow>(selectLimits(workspaceId, memberId));
    if (JSON.stringify(auditOf(before ?? null)) === JSON.stringify(auditOf(limits))) return getMember(tx, memberId);
    const now = ctx.clock.now();
    await tx.query(limits === null ? deleteLimits(workspaceId, memberId) : upsertLimits(workspaceId, memberId, limits, now));
    await fitToPower(ctx, tx, actor, await readMembers(tx, [memberId]));
    const id = toPublicId(ID_PREFIXES.member, memberId);
    await appendEvents(tx, [{ workspaceId, type: 'member.updated', data: { member_id: id }, occurredAt: now }]);
    await announceAuthorizationChange(tx, [`member:${memberId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'member.limits_changed',
      target: { kind: 'member', id },
      before: { limits: auditOf(before ?? null) },
      after: { limits: auditOf(limits) },
    });
    await tellMembers(ctx, tx, by, await readRecipients(tx, [memberId]), { kind: 'limits_changed', isLimited: limits !== null });
    return getMember(tx, memberId);
  });
  ctx.forgetSight(workspaceId);
  return member;
}

function auditOf(limits: LimitsRow | null): AuditValue {
  if (limits === null) return null;
  return {
    number_ids: limits.numberIds.map((id) => toPublicId(ID_PREFIXES.number, id)).toSorted(),
    team_ids: limits.teamIds.map((id) => toPublicId(ID_PREFIXES.team, id)).toSorted(),
  };
}
