import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

/** What waits in the privacy office, for the list of its pages. */
export function usePrivacyCounts(): { requests: number } {
  const { api, workspace, permissions } = useWorkspace();
  const { data } = useQuery({
    queryKey: [...sharedKey(workspace.id, 'privacy-requests'), 'counts'],
    queryFn: ({ signal }) => api.privacyRequests.counts({ signal }),
    enabled: permissions.has('privacy:read'),
    refetchInterval: 60_000,
  });
  return { requests: data?.open ?? 0 };
}
