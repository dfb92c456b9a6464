import { engineQuery } from '#platform/db/tx';
import type { WalkStep } from '#platform/personal-data/person-path';
import { leadsThroughMessages, type PersonIds } from '#platform/personal-data/person-rows';
import type { ErasureContext, ErasureRun } from './erasure-context.ts';
import type { ErasureNode } from './erasure-nodes.ts';
import { messagePieces } from './find-person.ts';
import { loadNodes } from './load-nodes.ts';
import { countRows } from './node-sql.ts';

/** How many rows of a table belong to a person. Of several ways to the person each row counts once per way that leads there. */
export async function countOfNode(
  ctx: ErasureContext,
  node: { table: string; walks: readonly (readonly WalkStep[])[]; changes: ErasureNode['changes'] },
  ids: PersonIds,
): Promise<number> {
  let count = 0;
  for (const steps of node.walks) {
    const pieces = leadsThroughMessages(steps) ? messagePieces(ctx, ids) : [[]];
    for await (const messageIds of pieces) {
      const [row] = await engineQuery<{ count: number }>(ctx.db, countRows(node.table, steps, node.changes, ids, messageIds));
      count += row?.count ?? 0;
    }
  }
  return count;
}

/** What is still there of a person, by table; nothing once they are erased. */
export async function countAll(ctx: ErasureContext, run: ErasureRun): Promise<Map<string, number>> {
  const { nodes } = await loadNodes(ctx);
  const owned = new Set(ctx.hooks.flatMap((hook) => hook.tables));
  const counts = new Map<string, number>();
  const add = (table: string, count: number): void => void (count > 0 && counts.set(table, (counts.get(table) ?? 0) + count));
  for (const hook of ctx.hooks) for (const [table, count] of Object.entries(await hook.count(run))) add(table, count);
  for (const node of nodes) if (!owned.has(node.table)) add(node.table, await countOfNode(ctx, node, run));
  return counts;
}
