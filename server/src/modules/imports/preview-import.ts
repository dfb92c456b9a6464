import { ID_PREFIXES, type ImportOutcome, type ImportPreview, type PublicId } from '@kabar/contract';
import type { z } from 'zod';
import { identityHashes, loadRecords, selectByIdentity, type IdentityHit } from '#modules/contacts';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { requireImport } from './change-import.ts';
import type { CsvRow } from './csv-file.ts';
import type { ImportsContext } from './imports-context.ts';
import type { ImportSettings } from './imports.sql.ts';
import { readRow, type ReadRow } from './read-row.ts';
import { loadWorld, openRows, refuseErased } from './run-import.ts';

/** What would become of the first rows of a draft. Errors: `not_found`; `conflict` once the file is deleted. */
export async function previewImport(ctx: ImportsContext, actor: WorkspaceActor, id: string, count: number): Promise<ImportPreview> {
  const { workspaceId } = actor;
  const row = await requireImport(ctx, workspaceId, id);
  if (row.storageKey === null) throw new AppError('conflict');
  const world = await loadWorld(ctx, row);
  const rows: CsvRow[] = [];
  for await (const one of await openRows(ctx, row)) {
    rows.push(one);
    if (rows.length >= count) break;
  }
  const read = rows.map((one) => readRow(one.cells, world));
  await withTenant(ctx.db, workspaceId, (tx) => refuseErased(ctx, tx, workspaceId, read));
  const known = await findKnown(ctx, workspaceId, read);
  const records = await loadRecords(ctx, workspaceId, [...new Set(known.filter((contactId) => contactId !== null))]);
  const seen = new Set<string>();
  const counts: Record<z.infer<typeof ImportOutcome>, number> = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
  const shown = rows.map(({ number, cells }, index) => {
    const one = read[index] as ReadRow; // one for each row
    const contactId = known[index] ?? null;
    const key = one.identities.map((identity) => identity.value).join(' ');
    const isThere = contactId !== null || seen.has(key);
    seen.add(key);
    const outcome = judge(one, isThere, contactId === null ? undefined : records.get(contactId), row.settings);
    counts[outcome] += 1;
    return {
      row: number,
      cells: cells.map((cell) => cell.slice(0, 200)),
      outcome,
      phone: one.phone === null ? null : `+${one.phone}`,
      problems: one.problems,
      contact_id: contactId === null ? null : (toPublicId(ID_PREFIXES.contact, contactId) as PublicId<'contact'>), // made with its prefix
    };
  });
  return { rows: shown, counts };
}

function judge(
  row: ReadRow,
  isThere: boolean,
  record: Awaited<ReturnType<typeof loadRecords>> extends Map<string, infer R> ? R | undefined : never,
  settings: ImportSettings,
): z.infer<typeof ImportOutcome> {
  if (row.problems.length > 0) return 'failed';
  if (!isThere) return 'created';
  if (settings.duplicates === 'skip') return 'skipped';
  if (record === undefined) return 'updated';
  const mayOverwrite = settings.duplicates === 'overwrite';
  const changes =
    (row.name !== null && (record.name === null || (mayOverwrite && record.name !== row.name))) ||
    (row.stageId !== null &&
      (record.stage_id === null || (mayOverwrite && record.stage_id !== toPublicId(ID_PREFIXES.stage, row.stageId)))) ||
    row.tagNames.length > 0 ||
    row.values.some(({ attribute, value }) => {
      const own = record.attributes[attribute.key];
      return own === undefined || (mayOverwrite && own !== value);
    });
  return changes ? 'updated' : 'unchanged';
}

/** Who has the identifiers of each row already; a username alone tells nothing. */
async function findKnown(ctx: ImportsContext, workspaceId: string, rows: readonly ReadRow[]): Promise<(string | null)[]> {
  const own = rows.flatMap((row, index) =>
    row.identities.filter((identity) => identity.kind !== 'username').map((identity) => ({ index, identity })),
  );
  const found = new Array<string | null>(rows.length).fill(null);
  if (own.length === 0) return found;
  const hashes = await identityHashes(
    ctx,
    workspaceId,
    own.map(({ identity }) => identity),
  );
  const lookups = own.flatMap(({ index, identity }, at) => {
    const hash = hashes[at];
    return hash === undefined ? [] : [{ index, workspaceId, matchKind: identity.kind, hash }];
  });
  for (const hit of await tenantQuery<IdentityHit>(ctx.db, workspaceId, selectByIdentity(lookups))) {
    const index = lookups[hit.position - 1]?.index;
    if (index !== undefined) found[index] = hit.contactId;
  }
  return found;
}
