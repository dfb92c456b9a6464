import { ROLES, roleRank, type Role } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What a role is for, in one sentence. */
export const roleHints: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`Everything, other owners included`,
  admin: msg`Numbers, members, API keys and settings`,
  manager: msg`Templates and results, beside the inbox`,
  agent: msg`Answers customers in the inbox`,
};

/** The roles that somebody of `own` role may give: nobody gives a role above their own. */
export function rolesToGive(own: Role): Role[] {
  return ROLES.filter((role) => roleRank(role) >= roleRank(own));
}
