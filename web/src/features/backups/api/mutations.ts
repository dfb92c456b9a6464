import type { BackupStarted } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { accountApi } from '#lib/api.ts';
import { backupsKey } from './queries.ts';

/** What can be started by hand. */
export type BackupWork = 'backup' | 'drill';

const lookAgainMs = 1_000;

/** Starts a backup or a drill in the background. */
export function useStartBackupWork(): UseMutationResult<BackupStarted, Error, BackupWork> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (work) => (work === 'backup' ? accountApi.backups.start() : accountApi.backups.startDrill()),
    onSuccess: () => {
      // The job is taken up a moment later; its row then asks for more by itself.
      setTimeout(() => void queryClient.invalidateQueries({ queryKey: backupsKey }), lookAgainMs);
      return queryClient.invalidateQueries({ queryKey: backupsKey });
    },
  });
}
