import { Readable } from 'node:stream';
import type { Contact } from '@kabar/contract';
import { stringify } from 'csv-stringify/sync';
import { loadRecords, selectAttributes, selectContactIds, ensureStages, uuidOf, type AttributeRow } from '#modules/contacts';
import { guardFormula } from '#platform/csv/guard-formula';
import { tenantQuery, withTenant } from '#platform/db/tx';
import type { ExportsContext } from './exports-context.ts';

const pageSize = 500;

type Conditions = Parameters<typeof selectContactIds>[2];

/**
 * Contacts as CSV with the columns that an import takes: phone, name, username, bsuid, stage, tags, and one per attribute by its key. A page
 * of contacts in memory at a time; cells that a spreadsheet would run are guarded. `onProgress` hears how many are done.
 */
export function writeContacts(
  ctx: ExportsContext,
  workspaceId: string,
  conditions: Conditions,
  tagNames: (ids: readonly string[]) => Promise<Map<string, string>>,
  onProgress: (count: number) => Promise<void>,
): Readable {
  const pieces = async function* (): AsyncGenerator<string> {
    const attributes = await tenantQuery<AttributeRow>(ctx.db, workspaceId, selectAttributes(workspaceId));
    const stages = new Map((await withTenant(ctx.db, workspaceId, (tx) => ensureStages(ctx, tx))).map((stage) => [stage.id, stage.name]));
    yield `\uFEFF${line(['phone', 'name', 'username', 'bsuid', 'stage', 'tags', ...attributes.map((attribute) => attribute.key)])}`;
    let afterId: string | null = null;
    for (;;) {
      const ids: string[] = await selectContactIds(ctx, workspaceId, conditions, afterId, pageSize);
      const records = await loadRecords(ctx, workspaceId, ids);
      const contacts = ids.flatMap((id) => records.get(id) ?? []);
      const names = await tagNames([...new Set(contacts.flatMap((contact) => contact.tag_ids.map((id) => uuidOf('tag', id))))]);
      yield contacts.map((contact) => line(cellsOf(contact, attributes, stages, names))).join('');
      await onProgress(ids.length);
      const last = ids.at(-1);
      if (last === undefined || ids.length < pageSize) return;
      afterId = last;
    }
  };
  return Readable.from(pieces(), { objectMode: false });
}

function cellsOf(
  contact: Contact,
  attributes: readonly AttributeRow[],
  stages: ReadonlyMap<string, string>,
  tags: ReadonlyMap<string, string>,
): string[] {
  const bsuid = contact.identifiers.find((identifier) => identifier.kind === 'bsuid')?.value ?? '';
  return [
    contact.phone ?? '',
    contact.name ?? '',
    contact.username ?? '',
    bsuid,
    contact.stage_id === null ? '' : (stages.get(uuidOf('stage', contact.stage_id)) ?? ''),
    contact.tag_ids.flatMap((id) => tags.get(uuidOf('tag', id)) ?? []).join(', '),
    ...attributes.map((attribute) => String(contact.attributes[attribute.key] ?? '')),
  ];
}

function line(cells: readonly string[]): string {
  return stringify([cells.map(guardFormula)], { record_delimiter: '\r\n' });
}
