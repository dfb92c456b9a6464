import { ID_PREFIXES, type ClosureReceipt, type PublicId } from '@kabar/contract';
import { isWorkspaceHeld } from '#modules/retention';
import { removeWorkspace } from '#modules/workspaces';
import { signDocument } from '#platform/crypto/signed-document';
import { engineQuery, withEngine } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { ClosuresContext } from './closures-context.ts';
import {
  claimReminders,
  countRows,
  deleteRows,
  selectDue,
  selectFiles,
  selectKeptRests,
  selectTenantTables,
  updateDeleted,
  updateDeleting,
  updateRestPurged,
  type ClosureRow,
} from './closures.sql.ts';
import { keptTables, untouchedTables } from './kept-tables.ts';
import { deletedMail, reminderMail, tellOwners } from './mails.ts';

type TenantTable = { name: string; fileColumns: string[] };

const batchSize = 2_000;
const reminderMs = 7 * 86_400_000;

/** Reminds owners a week before, and deletes every workspace whose time has come. A run that was killed goes on where it was. */
export async function deleteDueWorkspaces(ctx: ClosuresContext, signal: AbortSignal): Promise<void> {
  const now = ctx.clock.now();
  await withEngine(ctx.db, 'closings of all workspaces', async (tx) => {
    for (const closure of await tx.query<ClosureRow>(claimReminders(new Date(now.getTime() + reminderMs), now))) {
      await tellOwners(ctx, tx, closure, reminderMail(ctx.publicUrl));
    }
  });
  for (const closure of await engineQuery<ClosureRow>(ctx.db, selectDue(now))) {
    signal.throwIfAborted();
    await deleteWorkspace(ctx, closure, signal);
  }
}

/**
 * Deletes a workspace for good, unless something of it is held: then it waits, and each run looks again. The keys go first: from then on nothing of it can be read, here or in a backup. Then files, then rows, in batches and
 * those that point to others first. Each step can be repeated; the receipt counts what the last run found and is written with the last step.
 */
async function deleteWorkspace(ctx: ClosuresContext, closure: ClosureRow, signal: AbortSignal): Promise<void> {
  const { workspaceId, id } = closure;
  if (await withEngine(ctx.db, 'whether a workspace may go', (tx) => isWorkspaceHeld(tx, workspaceId))) {
    ctx.log.warn('a closed workspace is not deleted, because something of it is held', { workspaceId });
    return;
  }
  // Needs the access tokens, which go with the keys.
  if (closure.deletingAt === null) await ctx.disconnectNumbers(workspaceId);
  const begun = await withEngine(ctx.db, 'the end of a workspace', async (tx) => {
    const [row] = await tx.query<{ deletingAt: Date }>(updateDeleting(workspaceId, id, ctx.clock.now()));
    // Reopened a moment ago.
    if (row === undefined) return null;
    await ctx.keyring.destroyWorkspaceKeys(tx, workspaceId);
    return row.deletingAt;
  });
  if (begun === null) return;
  const tables = (await engineQuery<TenantTable>(ctx.db, selectTenantTables())).filter(({ name }) => !untouchedTables.has(name));
  const filesDeleted = await deleteFiles(ctx, workspaceId, tables, signal);
  const rowsDeleted: Record<string, number> = {};
  for (const { name } of tables) {
    // Members and what they own go with the workspace itself, so that the owners can be told in the last step.
    if (keptTables[name] !== undefined || name === 'workspace_members') continue;
    const count = await deleteTable(ctx, name, workspaceId, signal);
    if (count > 0) rowsDeleted[name] = count;
  }
  await finish(ctx, closure, { keysDestroyedAt: begun, filesDeleted, rowsDeleted });
}

async function deleteFiles(
  ctx: ClosuresContext,
  workspaceId: string,
  tables: readonly TenantTable[],
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for (const { name: table, fileColumns } of tables) {
    for (const column of fileColumns) {
      for (let after = ''; ;) {
        signal.throwIfAborted();
        const files = await engineQuery<{ name: string }>(ctx.db, selectFiles(table, column, workspaceId, after, batchSize));
        for (const file of files) await ctx.deleteFile(file.name);
        count += files.length;
        const last = files.at(-1);
        if (last === undefined || files.length < batchSize) break;
        after = last.name;
      }
    }
  }
  return count;
}

async function deleteTable(ctx: ClosuresContext, table: string, workspaceId: string, signal: AbortSignal): Promise<number> {
  let total = 0;
  for (;;) {
    signal.throwIfAborted();
    const [gone] = await engineQuery<{ count: number }>(ctx.db, deleteRows(table, workspaceId, batchSize));
    total += gone?.count ?? 0;
    if ((gone?.count ?? 0) < batchSize) return total;
  }
}

async function finish(
  ctx: ClosuresContext,
  closure: ClosureRow,
  done: { keysDestroyedAt: Date; filesDeleted: number; rowsDeleted: Record<string, number> },
): Promise<void> {
  const { workspaceId, id } = closure;
  const key = await ctx.keyring.signingKey();
  const now = ctx.clock.now();
  await withEngine(ctx.db, 'the end of a workspace', async (tx) => {
    const kept: ClosureReceipt['document']['kept'] = [];
    for (const [table, { because, years }] of Object.entries(keptTables)) {
      const [rows] = await tx.query<{ count: number }>(countRows(table, workspaceId));
      if (rows !== undefined && rows.count > 0)
        kept.push({ what: table, rows: rows.count, because, until: yearsAfter(now, years).toISOString() });
    }
    const receipt = signDocument(key, {
      kind: 'kabar.workspace_deletion' as const,
      version: 1 as const,
      closure_id: toPublicId(ID_PREFIXES.closure, id) as PublicId<'closure'>, // made with the prefix it is branded with
      workspace_id: toPublicId(ID_PREFIXES.workspace, workspaceId) as PublicId<'workspace'>, // the same
      requested_at: closure.requestedAt.toISOString(),
      deleted_at: now.toISOString(),
      keys_destroyed_at: done.keysDestroyedAt.toISOString(),
      files_deleted: done.filesDeleted,
      rows_deleted: done.rowsDeleted,
      kept,
    }) satisfies ClosureReceipt;
    await tellOwners(ctx, tx, closure, deletedMail(JSON.stringify(receipt, null, 2)));
    await removeWorkspace(tx, workspaceId);
    await tx.query(updateDeleted(workspaceId, id, now, receipt));
  });
  ctx.log.info('a closed workspace was deleted', { workspaceId });
}

/** Deletes what was kept of deleted workspaces and whose time is over. */
export async function purgeKeptRests(ctx: ClosuresContext, signal: AbortSignal): Promise<void> {
  const now = ctx.clock.now();
  for (const { workspaceId, id, deletedAt } of await engineQuery<{ workspaceId: string; id: string; deletedAt: Date }>(
    ctx.db,
    selectKeptRests(),
  )) {
    const tables = Object.entries(keptTables);
    const over = tables.filter(([, { years }]) => yearsAfter(deletedAt, years) <= now);
    for (const [table] of over) await deleteTable(ctx, table, workspaceId, signal);
    if (over.length === tables.length) await engineQuery(ctx.db, updateRestPurged(workspaceId, id, now));
  }
}

function yearsAfter(at: Date, years: number): Date {
  const later = new Date(at);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}
