import { raiseMarks } from '#modules/contacts';
import { raiseHash, type LayeredKey } from '#platform/crypto/layered-hash';
import type { EncryptionContext } from './encryption-context.ts';
import { createPace } from './pace.ts';
import { raiseWorkspace } from './run-index-rotation.ts';

/**
 * Brings all hashes of a restored database under the index keys of today, before anybody else may open it. Gives the keys of every workspace that has any, by workspace.
 *
 * Errors: those of `raiseWorkspace`.
 */
export async function raiseRestored(
  ctx: Pick<EncryptionContext, 'db' | 'clock' | 'keyring'>,
  signal: AbortSignal,
): Promise<Map<string, LayeredKey>> {
  const states = await ctx.keyring.listIndexKeys();
  const pace = createPace({ share: 1, signal });
  for (const workspaceId of new Set(states.filter(({ oldest, written }) => oldest < written).map((state) => state.workspaceId)))
    await raiseWorkspace(ctx, workspaceId, pace, signal, () => Promise.resolve());
  const keys = new Map<string, LayeredKey>();
  for (const { workspaceId, purpose } of states)
    if (purpose === 'contacts') keys.set(workspaceId, await ctx.keyring.layeredKey(workspaceId, 'contacts'));
  return keys;
}

/** Columns that rows of these tables have as JSON (`to_jsonb`); bytes begin with `\\x`. */
type CarriedRow = {
  workspace_id: string;
  match_hash?: string;
  marks?: Record<'identifiers' | 'stops', { kind: string; hash: string }[]>;
};

/**
 * Rows of a table that outlives a restore, as JSON, with their hashes under the keys of today. Those of a workspace that has no keys any more stay as they are. Pure.
 */
export function fitCarriedRows(keys: ReadonlyMap<string, LayeredKey>, table: string, rows: readonly unknown[]): unknown[] {
  return (rows as readonly CarriedRow[]).map((row) => {
    const key = keys.get(row.workspace_id);
    if (key === undefined) return row;
    if (table === 'erasure_log' && row.marks !== undefined)
      return {
        ...row,
        marks: { ...row.marks, identifiers: raiseMarks(key, row.marks.identifiers), stops: raiseMarks(key, row.marks.stops) },
      };
    if (row.match_hash === undefined) return row;
    const hash = Buffer.from(row.match_hash.slice('\\x'.length), 'hex');
    return { ...row, match_hash: `\\x${raiseHash(key, hash).toString('hex')}` };
  });
}
