import type { RoleRef } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { engineQuery, type Statement, type TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import { lockWithOwners } from './acting-member.ts';
import { selectPendingOf, withdrawInvitations } from './invitations.sql.ts';
import { deleteMember, selectMember, selectMemberByUser, type MemberRow } from './members.sql.ts';
import { requireOwnerStays } from './policy.ts';
import { presentRole, publicId } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/** A workspace somebody belongs to. `isLastOwner`: they are its only owner. */
export type Membership = { workspaceId: string; memberId: string; name: string; slug: string; role: RoleRef; isLastOwner: boolean };

/** Where somebody belongs, by name. */
export async function membershipsOf(db: WorkspacesContext['db'], userId: string): Promise<Membership[]> {
  const rows = await engineQuery<Omit<Membership, 'role'> & { role: string; role_id: string | null }>(db, selectMemberships(userId));
  return rows.map(({ role_id: roleId, ...row }) => ({ ...row, role: presentRole({ role: row.role, role_id: roleId }) }));
}

/**
 * Takes somebody out of a workspace who leaves for good, in the caller's transaction, as removing a member does. `isForced`: also its only owner, which an
 * older copy of the database may show. Errors: `last_owner`.
 */
export async function leaveWorkspace(ctx: WorkspacesContext, tx: TenantTx, userId: string, isForced: boolean): Promise<void> {
  const { workspaceId } = tx;
  const [own] = await tx.query<{ id: string }>(selectMemberByUser(workspaceId, userId));
  if (own === undefined) return;
  const members = (await lockWithOwners(tx, [own.id])).map(({ id, power }) => ({ id, role: power.role }));
  const [before] = await tx.query<MemberRow>(selectMember(workspaceId, own.id));
  const target = members.find(({ id }) => id === own.id);
  if (target === undefined || before === undefined) return;
  if (!isForced) requireOwnerStays(members, target, null);
  const now = ctx.clock.now();
  const pending = await tx.query<{ id: string }>(selectPendingOf(workspaceId, userId));
  await tx.query(deleteMember(workspaceId, own.id));
  await ctx.onMemberRemoved(tx, own.id);
  await tx.query(
    withdrawInvitations(
      workspaceId,
      pending.map(({ id }) => id),
      now,
    ),
  );
  await appendEvents(tx, [{ workspaceId, type: 'member.updated', data: { member_id: publicId('member', own.id) }, occurredAt: now }]);
  await announceAuthorizationChange(tx, [`member:${own.id}`]);
  await appendAudit(ctx.audit, tx, {
    actor: isForced ? { kind: 'system', id: null } : { kind: 'user', id: userId },
    action: 'member.removed',
    target: { kind: 'member', id: publicId('member', own.id) },
    before: { role: presentRole(before) },
    after: { account: 'erased' },
  });
}

function selectMemberships(userId: string): Statement {
  return {
    text: `
      select m.workspace_id as "workspaceId", m.id as "memberId", w.name, w.slug, m.role, m.role_id,
             m.role = 'owner' and not exists (
               select from workspace_members o where o.workspace_id = m.workspace_id and o.role = 'owner' and o.id <> m.id) as "isLastOwner"
        from workspace_members m join workspaces w on w.id = m.workspace_id
       where m.user_id = $1 order by w.name, w.id`,
    values: [userId],
  };
}
