import type { Member, Page, PageQuery } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { selectMembers, type MemberRow } from './members.sql.ts';
import { pageById, readIdCursor } from './paging.ts';
import { presentMember } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/** A page of a workspace's members in the order they joined. Errors: `cursor_invalid`. */
export async function listMembers(ctx: WorkspacesContext, workspaceId: string, { cursor, limit }: PageQuery): Promise<Page<Member>> {
  const rows = await tenantQuery<MemberRow>(ctx.db, workspaceId, selectMembers(workspaceId, readIdCursor(cursor), limit + 1));
  return pageById(rows, limit, presentMember);
}
