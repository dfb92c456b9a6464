import type { Invitation, Page, PageQuery } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { selectInvitations, type InvitationRow } from './invitations.sql.ts';
import { pageById, readIdCursor } from './paging.ts';
import { presentInvitation } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/** A page of a workspace's invitations, newest first, of every state. Errors: `cursor_invalid`. */
export async function listInvitations(
  ctx: WorkspacesContext,
  workspaceId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<Invitation>> {
  const rows = await tenantQuery<InvitationRow>(ctx.db, workspaceId, selectInvitations(workspaceId, readIdCursor(cursor), limit + 1));
  const now = ctx.clock.now();
  return pageById(rows, limit, (row) => presentInvitation(row, now));
}
