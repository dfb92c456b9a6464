import type { AskForSupportRequest, EnteredWorkspace, OperatorSupportAccess } from '@kabar/contract';
import { queryOptions, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';

const keys = { all: ['operator', 'support-access'] as const };

/** The workspaces that this session is inside as an operator. */
export const enteredQuery = queryOptions({
  queryKey: [...keys.all, 'entered'],
  queryFn: async ({ signal }): Promise<EnteredWorkspace[]> => (await accountApi.operatorSupport.entered({ signal })).data,
});

/** What this operator asked for, and what is open to them. */
export function useOperatorSupport(): UseQueryResult<OperatorSupportAccess[]> {
  return useQuery({
    queryKey: [...keys.all, 'list'],
    refetchInterval: 15_000,
    queryFn: async ({ signal }) => (await accountApi.operatorSupport.list({ signal })).data,
  });
}

/** Asks a workspace to be let in. */
export function useAskForSupport(): UseMutationResult<OperatorSupportAccess, Error, AskForSupportRequest> {
  return useMutation({ mutationFn: (request) => accountApi.operatorSupport.ask(request), ...useRefresh() });
}

/** Goes in with this session. */
export function useEnter(): UseMutationResult<EnteredWorkspace, Error, string> {
  return useMutation({ mutationFn: (id) => accountApi.operatorSupport.enter(id), ...useRefresh() });
}

/** Goes out with this session. */
export function useLeave(): UseMutationResult<void, Error, string> {
  return useMutation({ mutationFn: (id) => accountApi.operatorSupport.leave(id), ...useRefresh() });
}

/** Ends an access for good. */
export function useFinish(): UseMutationResult<void, Error, string> {
  return useMutation({ mutationFn: (id) => accountApi.operatorSupport.finish(id), ...useRefresh() });
}

/** Takes a request back. */
export function useWithdraw(): UseMutationResult<void, Error, string> {
  return useMutation({ mutationFn: (id) => accountApi.operatorSupport.withdraw(id), ...useRefresh() });
}

function useRefresh(): { onSettled: () => Promise<void> } {
  const client = useQueryClient();
  return { onSettled: () => client.invalidateQueries({ queryKey: keys.all }) };
}
