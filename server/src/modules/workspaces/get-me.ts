import type { Me } from '@kabar/contract';
import { presentUser, selectUserById, type UserRow } from '#modules/users';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import { presentMembership } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';
import { selectMemberships, type MembershipRow } from './workspaces.sql.ts';

/** Who is signed in, with every workspace they belong to, what they may do there, and what a workspace asks of the sign-in before it opens. */
export async function getMe(
  ctx: WorkspacesContext,
  person: Pick<UserActor, 'userId' | 'isOperator' | 'hasSecondFactor' | 'singleSignOnWorkspaceId'>,
): Promise<Me> {
  const { userId, isOperator, hasSecondFactor, singleSignOnWorkspaceId } = person;
  const [user, memberships] = await Promise.all([
    engineQuery<UserRow>(ctx.db, selectUserById(userId)),
    engineQuery<MembershipRow>(ctx.db, selectMemberships(userId)),
  ]);
  if (user[0] === undefined) throw new AppError('unauthenticated');
  // Whoever runs a company's provider learns nothing of where else its people belong.
  const seen = memberships.filter(({ id }) => singleSignOnWorkspaceId === null || id === singleSignOnWorkspaceId);
  return {
    user: presentUser(user[0]),
    is_operator: isOperator,
    memberships: seen.map((row) => presentMembership(row, { hasSecondFactor, singleSignOnWorkspaceId }, ctx.clock.now())),
  };
}
