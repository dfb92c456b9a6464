import { ID_PREFIXES, type AttributeValue, type Contact, type PublicId } from '@kabar/contract';
import type { KeyRing } from '#platform/crypto/data-key';
import { createRingMemory, type RingMemory } from '#platform/crypto/ring-memory';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import { selectContactsWithIdentifiers, selectRecordVersions } from '../contacts.sql.ts';
import type { ContactWithIdentifierRow, RecordVersion } from '../contacts.sql.ts';
import { identifierIdsOf, presentSummary } from '../load-contacts.ts';
import type { ContactReader } from '../load-contacts.ts';
import { readValue } from './attribute-values.ts';
import { selectAttributes, selectValues } from './attributes.sql.ts';
import type { AttributeRow, ValueRow } from './attributes.sql.ts';
import { selectContactTags } from './tags.sql.ts';

/**
 * The whole record of contacts by database id, with four statements for any number of them and one for keys that are not in
 * memory. Those that do not exist in the workspace are left out.
 */
export async function loadRecords(
  reader: ContactReader,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Map<string, Contact>> {
  const wanted = [...new Set(contactIds)];
  if (wanted.length === 0) return new Map();
  const [rows, values, attributes, tags, rings] = await Promise.all([
    tenantQuery<ContactWithIdentifierRow>(reader.db, workspaceId, selectContactsWithIdentifiers(workspaceId, wanted)),
    tenantQuery<ValueRow>(reader.db, workspaceId, selectValues(workspaceId, wanted)),
    tenantQuery<AttributeRow>(reader.db, workspaceId, selectAttributes(workspaceId)),
    tenantQuery<{ contactId: string; tagId: string }>(reader.db, workspaceId, selectContactTags(workspaceId, wanted)),
    reader.keyring.contactKeys(wanted.map((contactId) => ({ workspaceId, contactId }))),
  ]);
  const known = new Map(attributes.map((attribute) => [attribute.id, attribute]));
  const valuesOf = Map.groupBy(values, (value) => value.contactId);
  const tagsOf = Map.groupBy(tags, (tag) => tag.contactId);
  const records = new Map<string, Contact>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    const [row] = own;
    if (row === undefined) continue;
    const ring = rings.get(id);
    const summary = presentSummary(workspaceId, row, own, ring);
    const identifierIds = identifierIdsOf(own);
    records.set(id, {
      ...summary,
      identifiers: summary.identifiers.map((one, index) => ({ ...one, id: publicId('identifier', identifierIds[index] ?? '') })),
      attributes: presentValues(workspaceId, valuesOf.get(id) ?? [], known, ring),
      tag_ids: (tagsOf.get(id) ?? []).map((tag) => publicId('tag', tag.tagId)),
      stage_id: row.stageId === null ? null : publicId('stage', row.stageId),
      country: row.country,
      source: row.source,
      last_seen_at: row.lastSeenAt?.toISOString() ?? null,
      updated_at: row.updatedAt.toISOString(),
    });
  }
  return records;
}

/** Records as they were shown lately, by database id and version. */
export type RecordMemory = RingMemory<Contact>;

/** About ten thousand records. */
const memoryBytes = 16 * 1024 * 1024;

/** Makes an empty memory of records, of 16 MB by estimate. */
export function createRecordMemory(): RecordMemory {
  return createRingMemory(memoryBytes);
}

/** Like `loadRecords`, with one statement for those that did not change since they were last shown and whose key is still there. */
export async function showRecords(
  reader: ContactReader,
  memory: RecordMemory,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Map<string, Contact>> {
  if (contactIds.length === 0) return new Map();
  const [versions, rings] = await Promise.all([
    tenantQuery<RecordVersion>(reader.db, workspaceId, selectRecordVersions(workspaceId, contactIds)),
    reader.keyring.contactKeys(contactIds.map((contactId) => ({ workspaceId, contactId }))),
  ]);
  const shown = new Map<string, Contact>();
  const missing = versions.filter(({ id, version }) => {
    const ring = rings.get(id);
    const known = ring === undefined ? undefined : memory.get(ring, id, version);
    if (known !== undefined) shown.set(id, known);
    return known === undefined;
  });
  const loaded = await loadRecords(
    reader,
    workspaceId,
    missing.map(({ id }) => id),
  );
  for (const { id, version } of missing) {
    const [record, ring] = [loaded.get(id), rings.get(id)];
    if (record === undefined) continue;
    shown.set(id, record);
    // Read after its version, so it is at least as new; a newer one is only read once more.
    if (ring !== undefined) memory.put(ring, id, version, record, 2 * JSON.stringify(record).length);
  }
  return shown;
}

/** The whole record of one contact. Errors: `not_found`. */
export async function loadRecord(reader: ContactReader, workspaceId: string, contactId: string): Promise<Contact> {
  const record = (await loadRecords(reader, workspaceId, [contactId])).get(contactId);
  if (record === undefined) throw new AppError('not_found');
  return record;
}

function presentValues(
  workspaceId: string,
  values: readonly ValueRow[],
  attributes: ReadonlyMap<string, AttributeRow>,
  ring: KeyRing | undefined,
): Record<string, AttributeValue> {
  const found: [AttributeRow, AttributeValue][] = [];
  for (const value of values) {
    const attribute = attributes.get(value.attributeId);
    const plain = attribute === undefined ? null : readValue(workspaceId, value, attribute, ring);
    if (attribute !== undefined && plain !== null) found.push([attribute, plain]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => a.position - b.position).map(([attribute, value]) => [attribute.key, value]));
}

function publicId<K extends 'tag' | 'stage' | 'identifier'>(kind: K, uuid: string): PublicId<K> {
  return toPublicId(ID_PREFIXES[kind], uuid) as PublicId<K>; // made with the prefix it is branded with
}
