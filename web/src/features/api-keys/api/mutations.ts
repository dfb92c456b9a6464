import type { ApiKey, CreateApiKeyResponse, IpAllowlist, RotateApiKeyResponse } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { apiKeyKeys } from './keys.ts';

/** What a new key is made from. */
export type NewApiKey = Parameters<Kabar['apiKeys']['create']>[0];
/** What of a key changes. */
export type ApiKeyChange = Parameters<Kabar['apiKeys']['update']>[1];
/** From where the workspace may be used. */
export type AllowlistChange = Parameters<Kabar['ipAllowlist']['set']>[0];
/** When the old key ends, and the new one. */
export type KeyRotation = NonNullable<Parameters<Kabar['apiKeys']['rotate']>[1]>;

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

/** Changes a key; the key itself stays as it is. */
export function useUpdateApiKey(keyId: string): UseMutationResult<ApiKey, Error, ApiKeyChange> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change) => api.apiKeys.update(keyId, change),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeyKeys.all(workspace.id) }),
  });
}

/** Makes a key in the place of another. The answer holds the new key, which never comes again and is not put into the cache. */
export function useRotateApiKey(keyId: string): UseMutationResult<RotateApiKeyResponse, Error, KeyRotation> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (rotation) => api.apiKeys.rotate(keyId, rotation),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeyKeys.all(workspace.id) }),
  });
}

/** Sets from where the workspace may be used. */
export function useSetIpAllowlist(): UseMutationResult<IpAllowlist, Error, AllowlistChange> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change) => api.ipAllowlist.set(change),
    onSuccess: (allowlist) => queryClient.setQueryData(apiKeyKeys.allowlist(workspace.id), allowlist),
  });
}
