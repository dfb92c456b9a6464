import {
  ID_PREFIXES,
  ROLES,
  UNKNOWN_RULES,
  type IdKind,
  type Invitation,
  type Me,
  type Member,
  type PublicId,
  type RoleRef,
  type Workspace,
} from '@kabar/contract';
import { barrierOf, powerOf, publicUserId, type SessionProof } from '#modules/users';
import { toPublicId } from '#platform/ids';
import type { InvitationRow } from './invitations.sql.ts';
import type { MemberRow } from './members.sql.ts';
import type { MembershipRow, WorkspaceRow } from './workspaces.sql.ts';

/** Public id of a thing of this module. */
export function publicId<K extends IdKind>(kind: K, id: string): PublicId<K> {
  return toPublicId(ID_PREFIXES[kind], id) as PublicId<K>; // toPublicId joins exactly this prefix and 26 characters
}

/** A workspace as the API shows it. */
export function presentWorkspace(row: WorkspaceRow): Workspace {
  const rule = UNKNOWN_RULES.find((known) => known === row.unknown_rule);
  if (rule === undefined) throw new Error('a workspace with a rule that does not exist');
  return {
    id: publicId('workspace', row.id),
    name: row.name,
    slug: row.slug,
    time_zone: row.time_zone,
    unknown_rule: rule,
    deletes_at: row.deletes_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}

const barrierWords = {
  second_factor_required: 'second_factor',
  single_sign_on_required: 'single_sign_on',
  other_sign_in_required: 'own_sign_in',
} as const;

/** A membership in the answer about the signed-in person. */
export function presentMembership(row: MembershipRow, session: SessionProof, now: Date): Me['memberships'][number] {
  const { role, permissions } = powerOf(row);
  const rules = { workspaceId: row.id, role, secondFactorFrom: row.second_factor_from, singleSignOnOnly: row.single_sign_on_only === true };
  const barrier = barrierOf(rules, session, now);
  const isAsked = !session.hasSecondFactor && session.singleSignOnWorkspaceId === null;
  return {
    workspace: presentWorkspace(row),
    member_id: publicId('member', row.member_id),
    role: presentRole(row),
    role_name: row.role_name,
    permissions: [...permissions],
    sign_in_needed: barrier === null ? null : barrierWords[barrier],
    second_factor_from: isAsked ? (row.second_factor_from?.toISOString() ?? null) : null,
  };
}

/** A member as the API shows them. */
export function presentMember(row: MemberRow): Member {
  return {
    id: publicId('member', row.id),
    user_id: publicUserId(row.user_id),
    name: row.name,
    email: row.email,
    role: presentRole(row),
    role_name: row.role_name,
    limits:
      row.limits === null
        ? null
        : {
            number_ids: row.limits.number_ids.map((id) => publicId('number', id)),
            team_ids: row.limits.team_ids.map((id) => publicId('team', id)),
          },
    joined_at: row.joined_at.toISOString(),
  };
}

/** An invitation as the API shows it; one whose time has passed reads as expired. */
export function presentInvitation(row: InvitationRow, now: Date): Invitation {
  return {
    id: publicId('invitation', row.id),
    email: row.email,
    role: presentRole(row),
    role_name: row.role_name,
    limits:
      row.limits === null
        ? null
        : {
            number_ids: row.limits.numberIds.map((id) => publicId('number', id)),
            team_ids: row.limits.teamIds.map((id) => publicId('team', id)),
          },
    status: row.status === 'pending' && row.expires_at <= now ? 'expired' : row.status,
    invited_by: row.inviter_name ?? 'a former member',
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}

/** A stored role as the API names it; check constraints keep others out. */
export function presentRole(row: { role: string; role_id: string | null }): RoleRef {
  if (row.role_id !== null) return publicId('role', row.role_id);
  const role = ROLES.find((known) => known === row.role);
  if (role === undefined) throw new Error('a role that does not exist');
  return role;
}
