import { fitKeys, type ApiKeysContext } from '#modules/api-keys';
import { releaseMember } from '#modules/conversations';
import { invitationLimits } from '#modules/member-roles';
import { moveJoinRole } from '#modules/single-sign-on';
import { removeFromTeams, type TeamsContext } from '#modules/teams';
import type { UsersContext } from '#modules/users';
import { createWorkspaces, type WorkspacesContext } from '#modules/workspaces';
import type { Context } from './context.ts';

/** Builds the workspaces with what the modules above them do when a membership or a role changes. */
export function composeMembers(
  { clock, ids, keyring, mails }: Context,
  needs: { users: UsersContext; apiKeys: ApiKeysContext; teams: TeamsContext },
): WorkspacesContext {
  const { audit } = needs.users;
  return createWorkspaces(needs.users, keyring, {
    ...invitationLimits,
    onMemberRemoved: async (tx, memberId) => {
      await removeFromTeams(needs.teams, tx, memberId);
      await releaseMember(tx, { clock, ids }, memberId);
    },
    onPowerChanged: (tx, actor, member) => fitKeys(needs.apiKeys, tx, actor, member),
    moveRoleUses: (tx, actor, move) => moveJoinRole({ audit, clock }, tx, actor, move),
    mail: (tx, mail, dedupeKey) => mails.add(tx, mail, { template: 'membership', dedupeKey }),
  });
}
