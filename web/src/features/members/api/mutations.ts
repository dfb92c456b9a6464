import type { CreateInvitationRequest, RoleRef } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { memberKeys } from './keys.ts';

function useMemberChange<Input>(change: (input: Input) => Promise<unknown>): UseMutationResult<unknown, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: memberKeys.all(workspace.id) }),
  });
}

/** Sends an invitation by mail. */
export function useInvite(): UseMutationResult<unknown, Error, CreateInvitationRequest> {
  const { api } = useWorkspace();
  return useMemberChange((input: CreateInvitationRequest) => api.invitations.create(input));
}

/** Makes an invitation worthless. */
export function useWithdrawInvitation(): UseMutationResult<unknown, Error, string> {
  const { api } = useWorkspace();
  return useMemberChange((invitationId: string) => api.invitations.withdraw(invitationId));
}

/** Changes what a member may do, at once. */
export function useChangeRole(): UseMutationResult<unknown, Error, { memberId: string; role: RoleRef }> {
  const { api } = useWorkspace();
  return useMemberChange(({ memberId, role }: { memberId: string; role: RoleRef }) => api.members.update(memberId, { role }));
}

/** Takes a member out of the workspace. */
export function useRemoveMember(): UseMutationResult<unknown, Error, string> {
  const { api } = useWorkspace();
  return useMemberChange((memberId: string) => api.members.remove(memberId));
}
