import { BackupOverview, BackupStarted, DrillParams, ID_PREFIXES, SignedDrillReport } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { selectBackups, selectDrill, selectDrills } from './backups.sql.ts';
import type { BackupRow, DrillRow } from './backups.sql.ts';
import { makeBackupJob, runDrillJob } from './jobs.ts';
import type { BackupJobsContext } from './jobs.ts';
import { presentOverview, reportOf } from './present-backups.ts';
import { readHealth } from './watch-backups.ts';

const operates = { tag: 'Backups', auth: 'operator' } as const;
/** Five weeks of nightly backups and what was made by hand beside them. */
const shownCount = 60;

/** What the operator sees of backups, and starting one. Restoring is done at the terminal, with Kabar stopped. */
export function backupsRoutes(ctx: BackupJobsContext): Route[] {
  return [
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/backups',
      summary: 'Get the state of backups',
      description: 'How backups are set up, the newest ones, the newest drills, and whether something is wrong.',
      responses: { 200: BackupOverview },
      handler: async () => {
        const now = ctx.clock.now();
        const [health, backups, drills] = await Promise.all([
          readHealth(ctx, now),
          engineQuery<BackupRow>(ctx.db, selectBackups(shownCount)),
          engineQuery<DrillRow>(ctx.db, selectDrills(shownCount)),
        ]);
        return presentOverview(ctx, health, { backups, drills }, now);
      },
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/backups',
      summary: 'Make a backup now',
      description:
        'Starts one in the background; `started` is false while one waits or runs already, or when nobody is named who may open backups.',
      responses: { 202: BackupStarted },
      handler: async () => ({ started: ctx.settings.recipients !== null && (await ctx.jobs.enqueue(null, makeBackupJob, {})) }),
    }),
    defineRoute({
      ...operates,
      method: 'POST',
      path: '/v1/operator/backup-drills',
      summary: 'Try to restore the newest backup now',
      description: 'Starts a drill in the background; `started` is false while one waits or runs already.',
      responses: { 202: BackupStarted },
      handler: async () => ({ started: await ctx.jobs.enqueue(null, runDrillJob, {}) }),
    }),
    defineRoute({
      ...operates,
      method: 'GET',
      path: '/v1/operator/backup-drills/:id/report',
      summary: 'Get the signed report of a drill',
      description: 'To be kept as evidence; `GET /v1/signing-key` gives the key that proves it.',
      params: DrillParams,
      responses: { 200: SignedDrillReport },
      handler: async ({ params, reply }) => {
        const id = fromPublicId(ID_PREFIXES.drill, params.id);
        const [row] = id === null ? [] : await engineQuery<DrillRow>(ctx.db, selectDrill(id));
        const report = row === undefined ? null : reportOf(row);
        if (report === null) throw new AppError('not_found');
        void reply.header('content-disposition', `attachment; filename="${params.id}.json"`);
        return report;
      },
    }),
  ];
}
