import { foldValue, valueHashes } from '#modules/contacts';
import { tenantQuery } from '#platform/db/tx';
import type { InboxContext } from '../inbox-context.ts';
import type { AttributeMatch } from './filter-where.ts';

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/**
 * How contacts are found whose attribute has a value: a personal one by its keyed hash, a plain one by the column of its
 * type. Null when the attribute does not exist or cannot have such a value, so that nothing matches. No statement without
 * an attribute.
 */
export async function matchAttribute(
  ctx: Pick<InboxContext, 'db' | 'keyring'>,
  workspaceId: string,
  wanted: { id: string; value: string } | null,
): Promise<AttributeMatch> {
  if (wanted === null) return null;
  const [attribute] = await tenantQuery<{ type: string; sensitivity: string }>(ctx.db, workspaceId, {
    text: 'select type, sensitivity from attributes where workspace_id = $1 and id = $2 and removed_at is null',
    values: [workspaceId, wanted.id],
  });
  if (attribute === undefined) return null;
  const { type, sensitivity } = attribute;
  if (type === 'number' && !Number.isFinite(Number(wanted.value))) return null;
  if (type === 'date' && !dayForm.test(wanted.value)) return null;
  if (sensitivity === 'personal') {
    const indexKey = await ctx.keyring.layeredKey(workspaceId, 'contacts');
    return { column: 'match_hash', value: valueHashes(indexKey, wanted.id, type === 'number' ? Number(wanted.value) : wanted.value) };
  }
  if (type === 'number') return { column: 'number_value', value: Number(wanted.value) };
  if (type === 'date') return Number.isNaN(Date.parse(wanted.value)) ? null : { column: 'date_value', value: wanted.value };
  return { column: 'match_text', value: foldValue(wanted.value) };
}
