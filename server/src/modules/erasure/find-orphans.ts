import { ID_PREFIXES } from '@kabar/contract';
import { engineQuery, type Statement } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { personCondition } from '#platform/personal-data/person-path';
import type { ErasureContext } from './erasure-context.ts';
import { deleteChecks, insertCheck } from './erasures.sql.ts';
import { loadNodes } from './load-nodes.ts';

const keptMs = 90 * 86_400_000;
const pageSize = 5_000;

/** Rows that point to people who were erased, by table; an empty list is what it has to be. */
export type OrphanCheck = { at: Date; contactCount: number; findings: { table: string; count: number }[] };

/**
 * Searches every table, of all workspaces, for rows that lead to somebody whose erasure is over, and records what it found. Walks are followed
 * backwards from some thousand erased contacts at a time; a table without an index on the way is read whole: for the night.
 */
export async function findOrphans(ctx: ErasureContext): Promise<OrphanCheck> {
  const { nodes } = await loadNodes(ctx);
  const at = ctx.clock.now();
  const counts = new Map<string, number>();
  let contactCount = 0;
  let afterId: string | null = null;
  for (;;) {
    const page: { id: string }[] = await engineQuery<{ id: string }>(ctx.db, selectErased(afterId, pageSize));
    contactCount += page.length;
    const ids = page.map((row) => row.id);
    for (const node of ids.length === 0 ? [] : nodes) {
      for (const steps of node.walks) {
        const condition = personCondition(
          steps,
          'r',
          { workspace: null, ids: '$1::uuid[]', publicIds: '$2::text[]' },
          (table) => ctx.catalogue.tables.get(table)?.isTenant === true,
        );
        const isOpen =
          node.changes === null ? '' : ` and (${node.changes.map(({ column, to }) => `r.${column} is distinct from ${to}`).join(' or ')})`;
        const [row] = await engineQuery<{ count: number }>(ctx.db, countOrphans(node.table, `${condition}${isOpen}`, ids));
        if ((row?.count ?? 0) > 0) counts.set(node.table, (counts.get(node.table) ?? 0) + (row?.count ?? 0));
      }
    }
    if (page.length < pageSize) break;
    afterId = ids.at(-1) ?? null;
  }
  const check = { at, contactCount, findings: [...counts].map(([table, count]) => ({ table, count })) };
  await engineQuery(ctx.db, insertCheck({ id: ctx.ids.uuid(), ...check }));
  await engineQuery(ctx.db, deleteChecks(new Date(at.getTime() - keptMs)));
  for (const { table, count } of check.findings) ctx.log.error('rows of erased people were found', { table, count });
  return check;
}

/** Contacts that are erased and not just being erased, of all workspaces. */
function selectErased(afterId: string | null, limit: number): Statement {
  return {
    text: `select c.id from contacts c
            where c.erased_at is not null and c.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
              and not exists (select from erasures e
                               where e.workspace_id = c.workspace_id and e.status = 'running' and c.id = any (e.contact_ids))
            order by c.id limit $2`,
    values: [afterId, limit],
  };
}

function countOrphans(table: string, condition: string, contactIds: readonly string[]): Statement {
  return {
    text: `select count(*)::int as count from ${table} r
            where ${condition} and $1::uuid[] is not null and $2::text[] is not null`,
    values: [contactIds, contactIds.map((id) => toPublicId(ID_PREFIXES.contact, id))],
  };
}
