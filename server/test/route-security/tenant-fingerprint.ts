import { ID_PREFIXES } from '@kabar/contract';
import { toPublicId } from '../../src/platform/ids.ts';
import type { SecurityWorld } from './world.ts';

/**
 * Digest of every row that belongs to a workspace, by table. Past row-level security, so that nothing hides. Left out is the handshake secret of accounts of
 * WhatsApp: when an account leaves, the next one of the same Meta app takes over the app's webhooks with a new secret, whose ever it is.
 */
export async function tenantFingerprint(world: Pick<SecurityWorld, 'database'>, workspaceId: string): Promise<Map<string, string>> {
  const tables = await world.database.admin<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace order by 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(row, ',' order by row), '')) as digest
         from (select (to_jsonb(t) - 'verify_token_hash')::text as row from "${name}" t where t.workspace_id = $1) as rows`,
  );
  parts.push(`select 'workspaces', md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from workspaces t where t.id = $1`);
  const rows = await world.database.admin<{ name: string; digest: string }>(parts.join(' union all '), [workspaceId]);
  return new Map(rows.map((row) => [row.name, row.digest]));
}

/** A public id that nothing has. */
export function unusedId(kind: keyof typeof ID_PREFIXES): string {
  return toPublicId(ID_PREFIXES[kind], '01890a5d-ac96-774b-bcce-b302099a8057');
}
