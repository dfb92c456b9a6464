import type { Member, Page, PageQuery } from '@kabar/contract';
import { tenantQuery, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { selectMember, selectMembers, type MemberRow } from './members.sql.ts';
import { pageById, readIdCursor } from './paging.ts';
import { presentMember } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/** A page of a workspace's members in the order they joined. Errors: `cursor_invalid`. */
export async function listMembers(ctx: WorkspacesContext, workspaceId: string, { cursor, limit }: PageQuery): Promise<Page<Member>> {
  const rows = await tenantQuery<MemberRow>(ctx.db, workspaceId, selectMembers(workspaceId, readIdCursor(cursor), limit + 1));
  return pageById(rows, limit, presentMember);
}

/** One member, as they stand in a transaction. Errors: `not_found`. */
export async function getMember(tx: TenantTx, memberId: string): Promise<Member> {
  const [row] = await tx.query<MemberRow>(selectMember(tx.workspaceId, memberId));
  if (row === undefined) throw new AppError('not_found');
  return presentMember(row);
}
