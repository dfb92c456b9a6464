import { engineQuery, tenantQuery } from '#platform/db/tx';
import { bindJob, type BoundJob } from '#platform/jobs/job';
import { expirePersonImportsJob, runPersonImportJob } from './job-definitions.ts';
import type { PersonImportsContext } from './person-imports-context.ts';
import { deleteDraft, selectExpiredPersonFiles, updateEnded } from './person-imports.sql.ts';
import { runPersonImport } from './run-person-import.ts';

/** The background work of this module. */
export function personImportsJobs(ctx: PersonImportsContext): BoundJob[] {
  return [
    bindJob(runPersonImportJob, ({ workspaceId, personImportId }, { signal }) => runPersonImport(ctx, workspaceId, personImportId, signal)),
    bindJob(expirePersonImportsJob, () => expirePersonImports(ctx)),
  ];
}

/** Deletes files that nobody started in time; drafts go with them. */
export async function expirePersonImports(ctx: PersonImportsContext): Promise<void> {
  for (;;) {
    const now = ctx.clock.now();
    const due = await engineQuery<{ workspaceId: string; id: string; storageKey: string }>(ctx.db, selectExpiredPersonFiles(now, 100));
    for (const { workspaceId, id, storageKey } of due) {
      await ctx.storage.delete(storageKey);
      await tenantQuery(ctx.db, workspaceId, deleteDraft(workspaceId, id));
      await tenantQuery(ctx.db, workspaceId, updateEnded(workspaceId, id, { status: 'failed', failure: 'file_unreadable', at: now }));
    }
    if (due.length < 100) return;
  }
}
