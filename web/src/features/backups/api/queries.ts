import type { BackupOverview } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';

/** Key of the state of backups. */
export const backupsKey = ['operator', 'backups'] as const;

const quickMs = 1_500;
const slowMs = 60_000;

/** The state of backups; asked for often while something runs. */
export function useBackups(): UseQueryResult<BackupOverview> {
  return useQuery({
    queryKey: backupsKey,
    queryFn: ({ signal }) => accountApi.backups.overview({ signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isBusy(state.data) ? quickMs : slowMs),
  });
}

/** Since when operators should be alarmed; asked for now and then, and only where somebody runs the installation. */
export function useBackupAlarm(isOperator: boolean): string | null {
  const query = useQuery({
    queryKey: backupsKey,
    queryFn: ({ signal }) => accountApi.backups.overview({ signal }),
    enabled: isOperator,
    staleTime: 10 * slowMs,
    refetchInterval: 10 * slowMs,
    retry: false,
  });
  return query.data?.alarm_since ?? null;
}

/** Whether a backup or a drill runs now. */
export function isBusy({ backups, drills }: BackupOverview): boolean {
  return backups.some(({ status }) => status === 'running') || drills.some(({ status }) => status === 'running');
}
