import type { ApiKey, CreateApiKeyResponse } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { apiKeyKeys } from './keys.ts';

/** What a new key is made from. */
export type NewApiKey = Parameters<Kabar['apiKeys']['create']>[0];

/** Makes a key. The answer holds the key itself, which never comes again and is not put into the cache. */
export function useCreateApiKey(): UseMutationResult<CreateApiKeyResponse, Error, NewApiKey> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (input) => api.apiKeys.create(input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeyKeys.all(workspace.id) }),
  });
}

/** Ends a key for good. */
export function useRevokeApiKey(): UseMutationResult<ApiKey, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (keyId) => api.apiKeys.revoke(keyId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeyKeys.all(workspace.id) }),
  });
}
