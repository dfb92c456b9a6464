import type { EnteredWorkspace, Me, OperatorSupportAccess, Permission, RoleRef, User, Workspace } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { createContext, use } from 'react';
import { workspaceApi } from '#lib/api.ts';

/** The workspace of the page and what the signed-in person is and may do in it. */
export interface CurrentWorkspace {
  workspace: Workspace;
  user: User;
  memberId: string;
  role: RoleRef;
  permissions: ReadonlySet<Permission>;
  api: Kabar;
  /** What keeps this session out although the person belongs here. */
  signInNeeded: Me['memberships'][number]['sign_in_needed'];
  /** From when on a second factor is asked for that this session does not have. */
  secondFactorFrom: string | null;
  /** Set for an operator whom the workspace let in; they are no member of it. */
  support: OperatorSupportAccess | null;
}

/** Set by the frame; read through useWorkspace. */
export const WorkspaceContext = createContext<CurrentWorkspace | null>(null);

/** The workspace under `slug`, or null when the person does not belong to one of that name. */
export function findWorkspace(me: Me, slug: string): CurrentWorkspace | null {
  const membership = me.memberships.find(({ workspace }) => workspace.slug === slug);
  if (!membership) return null;
  return {
    workspace: membership.workspace,
    user: me.user,
    memberId: membership.member_id,
    role: membership.role,
    permissions: new Set(membership.permissions),
    api: workspaceApi(membership.workspace.id),
    signInNeeded: membership.sign_in_needed,
    secondFactorFrom: membership.second_factor_from,
    support: null,
  };
}

/** The workspace under `slug` as an operator sees it who went in; null when they are not inside. */
export function findEntered(me: Me, entered: readonly EnteredWorkspace[], slug: string): CurrentWorkspace | null {
  const found = entered.find(({ workspace }) => workspace.slug === slug);
  if (!found) return null;
  return {
    workspace: found.workspace,
    user: me.user,
    // Nobody's: what belongs to a member is empty for a guest.
    memberId: '',
    role: 'manager',
    permissions: new Set(found.permissions),
    api: workspaceApi(found.workspace.id),
    signInNeeded: null,
    secondFactorFrom: null,
    support: found.access,
  };
}

/** The workspace of the page. Only for what is drawn inside the frame; throws elsewhere. */
export function useWorkspace(): CurrentWorkspace {
  const current = use(WorkspaceContext);
  if (!current) throw new Error('useWorkspace is used outside of a workspace');
  return current;
}

/** Whether somebody who has `permissions` may open what asks for one, or for any of several. */
export function mayAny(permissions: ReadonlySet<Permission>, needed: Permission | readonly Permission[]): boolean {
  return typeof needed === 'string' ? permissions.has(needed) : needed.some((one) => permissions.has(one));
}

/** Whether the signed-in person may do something here. What they may not do is not drawn at all. */
export function usePermission(permission: Permission): boolean {
  return useWorkspace().permissions.has(permission);
}
