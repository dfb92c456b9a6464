import type { AutomaticReading, AutomaticReadings } from '@kabar/contract';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

/** Every automated reading of content, and whether it is on. */
export function useReadings(): UseQueryResult<AutomaticReading[]> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...workspaceKey(workspace.id), 'readings'],
    queryFn: ({ signal }): Promise<AutomaticReadings> => api.dataMap.readings({ signal }),
    select: ({ data }) => data,
  });
}

/** What is to be switched; `understood`: the warning was read. */
export interface ReadingSwitch {
  key: string;
  isOn: boolean;
  understood: boolean;
}

/** Switches a reading; the list says the new truth when it is there. */
export function useSwitchReading(): UseMutationResult<AutomaticReading, Error, ReadingSwitch> {
  const { api, workspace } = useWorkspace();
  const client = useQueryClient();
  const key = [...workspaceKey(workspace.id), 'readings'];
  return useMutation({
    mutationFn: ({ key: reading, isOn, understood }) => api.dataMap.switchReading({ key: reading, is_on: isOn, understood }),
    onSuccess: (reading) => {
      client.setQueryData<AutomaticReadings>(key, (old) =>
        old === undefined ? old : { data: old.data.map((one) => (one.key === reading.key ? reading : one)) },
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
