import type { BackupOverview, BackupStarted, SignedDrillReport } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions } from '../wire-types.ts';

/** Backups of the installation and the tries of restoring them, for people who run it. */
export function createBackups(http: Transport) {
  return {
    overview: (options?: CallOptions) => http.json<BackupOverview>({ method: 'GET', path: '/v1/operator/backups', ...options }),
    start: (options?: CallOptions) => http.json<BackupStarted>({ method: 'POST', path: '/v1/operator/backups', ...options }),
    startDrill: (options?: CallOptions) => http.json<BackupStarted>({ method: 'POST', path: '/v1/operator/backup-drills', ...options }),
    drillReport: (id: string, options?: CallOptions) =>
      http.json<SignedDrillReport>({ method: 'GET', path: pathOf`/v1/operator/backup-drills/${id}/report`, ...options }),
  };
}
