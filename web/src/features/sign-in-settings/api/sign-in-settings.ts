import type { PutSingleSignOnProviderRequest, SignInDomain, SignInRules, SingleSignOn } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

function useKeys(): { rules: readonly unknown[]; provider: readonly unknown[] } {
  const { workspace } = useWorkspace();
  return { rules: [...workspaceKey(workspace.id), 'sign-in-rules'], provider: [...workspaceKey(workspace.id), 'single-sign-on'] };
}

/** What the workspace asks of sign-ins, and who does not meet it yet. */
export function useSignInRules(): UseQueryResult<SignInRules> {
  const { api } = useWorkspace();
  return useQuery({ queryKey: useKeys().rules, queryFn: ({ signal }) => api.workspaces.getSignInRules({ signal }) });
}

/** The company's provider and its domains; owners only. */
export function useSingleSignOn(): UseQueryResult<SingleSignOn> {
  const { api } = useWorkspace();
  return useQuery({ queryKey: useKeys().provider, queryFn: ({ signal }) => api.singleSignOn.get({ signal }) });
}

/** A change after which both are read again. */
function useChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const queryClient = useQueryClient();
  const keys = useKeys();
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.rules }),
        queryClient.invalidateQueries({ queryKey: keys.provider }),
        queryClient.invalidateQueries({ queryKey: ['me'] }),
      ]);
    },
  });
}

export function useRequireSecondFactor(): UseMutationResult<SignInRules, Error, { is_required: boolean; grace_days: number }> {
  const { api } = useWorkspace();
  return useChange((body) => api.workspaces.requireSecondFactor(body));
}

export function usePutProvider(): UseMutationResult<SingleSignOn, Error, PutSingleSignOnProviderRequest> {
  const { api } = useWorkspace();
  return useChange((body) => api.singleSignOn.put(body));
}

export function useRemoveProvider(): UseMutationResult<void, Error, void> {
  const { api } = useWorkspace();
  return useChange(() => api.singleSignOn.remove());
}

export function useSetOnly(): UseMutationResult<void, Error, boolean> {
  const { api } = useWorkspace();
  return useChange((isOn) => api.singleSignOn.setOnly({ is_on: isOn }));
}

export function useAddDomain(): UseMutationResult<SignInDomain, Error, string> {
  const { api } = useWorkspace();
  return useChange((domain) => api.singleSignOn.addDomain({ domain }));
}

export function useVerifyDomain(): UseMutationResult<SignInDomain, Error, string> {
  const { api } = useWorkspace();
  return useChange((id) => api.singleSignOn.verifyDomain(id));
}

export function useRemoveDomain(): UseMutationResult<void, Error, string> {
  const { api } = useWorkspace();
  return useChange((id) => api.singleSignOn.removeDomain(id));
}
