import type { Invitation, Member } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { usePermission, useWorkspace } from '#features/session';
import { memberKeys } from './keys.ts';

/** Everyone in the workspace. */
export function useMembers(): UseQueryResult<Member[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: memberKeys.list(workspace.id),
    queryFn: async ({ signal }) => {
      const all: Member[] = [];
      for await (const member of api.members.each({ limit: 200 }, { signal })) all.push(member);
      return all;
    },
  });
}

/** Invitations that nobody has taken up yet; asked for only where the reader may invite. */
export function usePendingInvitations(): UseQueryResult<Invitation[]> {
  const { api, workspace } = useWorkspace();
  const mayInvite = usePermission('members:write');
  return useQuery({
    queryKey: memberKeys.invitations(workspace.id),
    enabled: mayInvite,
    queryFn: async ({ signal }) => {
      const all: Invitation[] = [];
      for await (const invitation of api.invitations.each({ limit: 200 }, { signal })) {
        if (invitation.status === 'pending') all.push(invitation);
      }
      return all;
    },
  });
}
