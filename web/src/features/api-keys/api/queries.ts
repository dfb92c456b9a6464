import type { ApiKey, IpAllowlist } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { usePermission, useWorkspace } from '#features/session';
import { apiKeyKeys } from './keys.ts';

/** Every API key of the workspace, revoked and expired ones too; asked for only where the reader may see them. */
export function useApiKeys(): UseQueryResult<ApiKey[]> {
  const { api, workspace } = useWorkspace();
  const maySee = usePermission('api_keys:read');
  return useQuery({
    queryKey: apiKeyKeys.all(workspace.id),
    enabled: maySee,
    queryFn: async ({ signal }) => {
      const all: ApiKey[] = [];
      for await (const key of api.apiKeys.each({ limit: 200 }, { signal })) all.push(key);
      return all;
    },
  });
}

/** From where the workspace may be used, and from where the reader comes. */
export function useIpAllowlist(): UseQueryResult<IpAllowlist> {
  const { api, workspace } = useWorkspace();
  return useQuery({ queryKey: apiKeyKeys.allowlist(workspace.id), queryFn: ({ signal }) => api.ipAllowlist.get({ signal }) });
}
