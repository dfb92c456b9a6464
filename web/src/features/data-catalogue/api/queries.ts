import type { DataMap, DataMapEntry, RecordOfProcessing } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

/** It changes with a release of Kabar, not while somebody reads it. */
const freshMs = 10 * 60_000;

/** Everything that is stored, in one piece: some hundred places, narrowed in the browser. */
export function useDataMap(): UseQueryResult<DataMapEntry[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'data-map'],
    queryFn: ({ signal }): Promise<DataMap> => api.dataMap.list({}, { signal }),
    select: ({ data }) => data,
    staleTime: freshMs,
  });
}

/** The record of processing as it is now. */
export function useProcessingRecord(enabled: boolean): UseQueryResult<RecordOfProcessing> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'record-of-processing'],
    queryFn: ({ signal }) => api.dataMap.record({ signal }),
    enabled,
  });
}
