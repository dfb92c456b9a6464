import { contactVisibleWhere, type Viewer } from '#modules/teams';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { InboxFilter } from './inbox-filter.ts';

/**
 * Makes sure that everything a filter names is of the workspace, and its contact in the viewer's sight, before it is kept or acted on. One statement, none for a
 * filter that names nothing. Errors: `not_found`.
 */
export async function requireFilter(tx: TenantTx, filter: InboxFilter, viewer: Viewer): Promise<void> {
  const one = (id: string | null | undefined): string[] => (id === null || id === undefined || id === 'none' ? [] : [id]);
  const wanted = [
    one(filter.numberId),
    one(filter.contactId),
    one(filter.teamId),
    one(filter.assigneeId),
    [...new Set(filter.tagIds)],
    one(filter.attribute?.id),
  ];
  const wantedCount = wanted.flat().length;
  if (wantedCount === 0) return;
  const values: unknown[] = [tx.workspaceId, ...wanted];
  const sight = contactVisibleWhere(viewer, 'k', values);
  const [known] = await tx.query<{ count: number }>({
    text: `
select ((select count(*) from numbers where workspace_id = $1 and id = any($2::uuid[]))
      + (select count(*) from contacts k where k.workspace_id = $1 and k.id = any($3::uuid[]) and ${sight})
      + (select count(*) from teams where workspace_id = $1 and id = any($4::uuid[]))
      + (select count(*) from workspace_members where workspace_id = $1 and id = any($5::uuid[]))
      + (select count(*) from tags where workspace_id = $1 and id = any($6::uuid[]))
      + (select count(*) from attributes where workspace_id = $1 and id = any($7::uuid[]) and removed_at is null))::int as count`,
    values,
  });
  if (known?.count !== wantedCount) throw new AppError('not_found');
}
