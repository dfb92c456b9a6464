import type { MembershipHooks } from '#modules/workspaces';
import { upsertLimits } from './member-roles.sql.ts';
import { readChosen } from './role-parts.ts';

/** What this module does for invitations that limit what the new member sees. */
export const invitationLimits: Pick<MembershipHooks, 'readLimits' | 'limitNewMember'> = {
  readLimits: (tx, asked) => readChosen(tx, asked),
  limitNewMember: async (tx, memberId, limits, at) => {
    await tx.query(upsertLimits(tx.workspaceId, memberId, limits, at));
  },
};
