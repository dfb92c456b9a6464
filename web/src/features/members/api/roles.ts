import type { CreateRoleRequest, RoleRef, UpdateMemberLimitsRequest, WorkspaceRole } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';
import { memberKeys } from './keys.ts';

/** All roles: the built-in ones first. */
export function useRoles(): UseQueryResult<WorkspaceRole[]> {
  const { api, workspace, permissions } = useWorkspace();
  return useQuery({
    queryKey: sharedKey(workspace.id, 'roles'),
    enabled: permissions.has('members:read'),
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await api.roles.list({ signal })).data,
  });
}

function useRoleChange<Input, Output>(change: (input: Input) => Promise<Output>): UseMutationResult<Output, Error, Input> {
  const { workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'roles') }),
        queryClient.invalidateQueries({ queryKey: memberKeys.all(workspace.id) }),
      ]),
  });
}

/** Makes a role, or changes one where `id` is given. */
export function useSaveRole(): UseMutationResult<WorkspaceRole, Error, { id: string | null; role: CreateRoleRequest }> {
  const { api } = useWorkspace();
  return useRoleChange(({ id, role }: { id: string | null; role: CreateRoleRequest }) =>
    id === null ? api.roles.create(role) : api.roles.update(id, role),
  );
}

/** Deletes a role; whoever has it gets `moveTo`. */
export function useRemoveRole(): UseMutationResult<void, Error, { id: string; moveTo: RoleRef | null }> {
  const { api } = useWorkspace();
  return useRoleChange(({ id, moveTo }: { id: string; moveTo: RoleRef | null }) =>
    api.roles.remove(id, moveTo === null ? {} : { move_to: moveTo }),
  );
}

/** Limits what a member sees, or lifts that with null; counts at once. */
export function useLimitMember(): UseMutationResult<unknown, Error, { memberId: string } & UpdateMemberLimitsRequest> {
  const { api } = useWorkspace();
  return useRoleChange(({ memberId, limits }: { memberId: string } & UpdateMemberLimitsRequest) =>
    api.members.setLimits(memberId, { limits }),
  );
}
