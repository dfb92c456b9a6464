import pg from 'pg';
import { verifyAudit } from '#modules/audit';
import type { Database } from '#platform/db/database';
import { engineQuery, withEngine, withTenant } from '#platform/db/tx';

/** One thing that was looked at in a restored database. `detail` is a sentence for the operator. */
export type RestoreCheck = {
  name: 'audit_chains' | 'tenant_isolation' | 'destroyed_keys' | 'suppressions' | 'row_counts' | 'files' | 'erased_people';
  ok: boolean;
  detail: string;
};

/**
 * Looks whether a restored database may be opened: every audit chain whole, no workspace sees another's rows, no destroyed key living. `suppressionCount` is how many
 * stops stand in the key store of today. Changes nothing.
 *
 * Errors: those of the database. What does not hold is a check with `ok: false`.
 */
export async function checkRestored(db: Database, suppressionCount: number): Promise<RestoreCheck[]> {
  return [await checkAudit(db), await checkIsolation(db), await checkDestroyedKeys(db), await checkSuppressions(db, suppressionCount)];
}

async function checkAudit(db: Database): Promise<RestoreCheck> {
  const heads = await engineQuery<{ id: string }>(db, { text: 'select workspace_id as id from audit_heads order by workspace_id' });
  const broken: string[] = [];
  let eventCount = 0;
  for (const { id } of heads) {
    const verdict = await withEngine(db, 'a restore verifies every audit chain', (tx) => verifyAudit(tx, id));
    if (verdict.ok) eventCount += verdict.eventCount;
    else broken.push(`${id} at ${verdict.seq}: ${verdict.reason}`);
  }
  const detail =
    broken.length === 0
      ? `${heads.length} audit chains with ${eventCount} entries are whole.`
      : `Broken audit chains: ${broken.join(', ')}.`;
  return { name: 'audit_chains', ok: broken.length === 0, detail };
}

/** Two workspaces, as the role of requests sees them: all of their own rows, none of anybody else's. */
async function checkIsolation(db: Database): Promise<RestoreCheck> {
  const workspaces = await engineQuery<{ id: string }>(db, { text: 'select id from workspaces order by id limit 2' });
  // With fewer than two workspaces a stranger's id stands in, which must see nothing.
  const ids = [...workspaces.map(({ id }) => id), '00000000-0000-7000-8000-000000000001'].slice(0, 2);
  const tables = await engineQuery<{ name: string; isForced: boolean; isReadable: boolean }>(db, {
    text: `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as "isForced",
                  has_table_privilege('kabar_app', c.oid, 'select') as "isReadable"
             from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
              and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and a.attnotnull and not a.attisdropped)
            order by c.relname`,
  });
  const open = tables.filter(({ isForced }) => !isForced).map(({ name }) => name);
  const wrong: string[] = [];
  let rowCount = 0;
  for (const { name } of tables.filter(({ isReadable }) => isReadable)) {
    const table = pg.escapeIdentifier(name);
    for (const id of ids) {
      const [seen] = await withTenant(db, id, (tx) =>
        tx.query<{ own: number; foreign: number }>({
          text: `select count(*) filter (where workspace_id = $1)::int as own, count(*) filter (where workspace_id <> $1)::int as foreign from ${table}`,
          values: [id],
        }),
      );
      const [all] = await engineQuery<{ own: number }>(db, {
        text: `select count(*)::int as own from ${table} where workspace_id = $1`,
        values: [id],
      });
      rowCount += seen?.own ?? 0;
      if (seen === undefined || seen.foreign !== 0 || seen.own !== all?.own) wrong.push(name);
    }
  }
  if (open.length > 0) return { name: 'tenant_isolation', ok: false, detail: `Row-level security is not forced on ${open.join(', ')}.` };
  if (wrong.length > 0)
    return { name: 'tenant_isolation', ok: false, detail: `Workspaces see other rows than their own in ${wrong.join(', ')}.` };
  return {
    name: 'tenant_isolation',
    ok: tables.length > 0,
    detail: `${workspaces.length} workspaces see their own ${rowCount} rows in ${tables.length} tables and none of anybody else's.`,
  };
}

async function checkDestroyedKeys(db: Database): Promise<RestoreCheck> {
  const [row] = await engineQuery<{ alive: number; destroyed: number; keyless: number }>(db, {
    text: `select (select count(*) from contact_keys where destroyed_at is not null)::int as destroyed,
                  (select count(*) from contact_keys where destroyed_at is not null and length(wrapped) > 0)::int as alive,
                  (select count(*) from contacts c
                    where c.erased_at is null and c.merged_into is null
                      and not exists (select from contact_keys k where k.workspace_id = c.workspace_id and k.contact_id = c.id and k.destroyed_at is null))::int as keyless`,
  });
  const { alive = 0, destroyed = 0, keyless = 0 } = row ?? {};
  if (alive > 0) return { name: 'destroyed_keys', ok: false, detail: `${alive} destroyed keys hold bytes again.` };
  const without = keyless === 0 ? '' : ` ${keyless} people in it have no key any more and cannot be read; the erasure log removes them.`;
  return { name: 'destroyed_keys', ok: true, detail: `${destroyed} destroyed keys stayed destroyed.${without}` };
}

async function checkSuppressions(db: Database, expected: number): Promise<RestoreCheck> {
  const [row] = await engineQuery<{ count: number }>(db, { text: 'select count(*)::int as count from suppressions' });
  const count = row?.count ?? 0;
  return {
    name: 'suppressions',
    ok: count >= expected,
    detail: count >= expected ? `${count} stops are kept; ${expected} stand today.` : `Only ${count} of ${expected} stops are there.`,
  };
}
