import { engineQuery } from '#platform/db/tx';
import type { ErasureContext } from './erasure-context.ts';
import { erasureNodes, type ErasurePlanNodes, type ForeignKey } from './erasure-nodes.ts';
import { selectForeignKeys } from './erasures.sql.ts';

const known = new WeakMap<ErasureContext['catalogue'], Promise<ErasurePlanNodes>>();

/** What erasing a contact does to this database, read once per process from the declarations and the foreign keys. */
export function loadNodes(ctx: Pick<ErasureContext, 'db' | 'catalogue'>): Promise<ErasurePlanNodes> {
  const found = known.get(ctx.catalogue);
  if (found !== undefined) return found;
  const loading = engineQuery<ForeignKey>(ctx.db, selectForeignKeys).then((keys) => erasureNodes(ctx.catalogue, keys));
  loading.catch(() => known.delete(ctx.catalogue));
  known.set(ctx.catalogue, loading);
  return loading;
}
