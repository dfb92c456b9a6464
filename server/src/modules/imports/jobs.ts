import { engineQuery, tenantQuery } from '#platform/db/tx';
import { bindJob, type BoundJob } from '#platform/jobs/job';
import type { ImportsContext } from './imports-context.ts';
import { clearFile, selectExpiredFiles } from './imports.sql.ts';
import { expireImportsJob, runImportJob, undoImportJob } from './job-definitions.ts';
import { runImport, undoImport } from './run-import.ts';

/** The background work of this module. */
export function importsJobs(ctx: ImportsContext): BoundJob[] {
  return [
    bindJob(runImportJob, ({ workspaceId, importId }, { signal }) => runImport(ctx, workspaceId, importId, signal)),
    bindJob(undoImportJob, ({ workspaceId, importId }, { signal }) => undoImport(ctx, workspaceId, importId, signal)),
    bindJob(expireImportsJob, () => expireImportFiles(ctx)),
  ];
}

/** Deletes the files whose time is over, with what was read from them. */
export async function expireImportFiles(ctx: ImportsContext): Promise<void> {
  for (;;) {
    const due = await engineQuery<{ workspaceId: string; id: string; storageKey: string }>(
      ctx.db,
      selectExpiredFiles(ctx.clock.now(), 100),
    );
    for (const { workspaceId, id, storageKey } of due) {
      await ctx.storage.delete(storageKey);
      await tenantQuery(ctx.db, workspaceId, clearFile(workspaceId, id));
    }
    if (due.length < 100) return;
  }
}
