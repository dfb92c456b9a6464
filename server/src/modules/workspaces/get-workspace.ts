import type { Workspace } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { presentWorkspace } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';
import { selectWorkspace, type WorkspaceRow } from './workspaces.sql.ts';

/** Reads a workspace. Errors: `not_found`. */
export async function getWorkspace(ctx: Pick<WorkspacesContext, 'db'>, workspaceId: string): Promise<Workspace> {
  const [row] = await tenantQuery<WorkspaceRow>(ctx.db, workspaceId, selectWorkspace(workspaceId));
  if (row === undefined) throw new AppError('not_found');
  return presentWorkspace(row);
}
