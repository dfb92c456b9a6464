import type { Me } from '@kabar/contract';
import { presentUser, selectUserById, type UserRow } from '#modules/users';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import { presentMembership } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';
import { selectMemberships, type MembershipRow } from './workspaces.sql.ts';

/** Who is signed in, with every workspace they belong to and what they may do there. */
export async function getMe(ctx: WorkspacesContext, { userId, isOperator }: Pick<UserActor, 'userId' | 'isOperator'>): Promise<Me> {
  const [user, memberships] = await Promise.all([
    engineQuery<UserRow>(ctx.db, selectUserById(userId)),
    engineQuery<MembershipRow>(ctx.db, selectMemberships(userId)),
  ]);
  if (user[0] === undefined) throw new AppError('unauthenticated');
  return { user: presentUser(user[0]), is_operator: isOperator, memberships: memberships.map(presentMembership) };
}
