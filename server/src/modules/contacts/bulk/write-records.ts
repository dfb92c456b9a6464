import type { AttributeValue } from '@kabar/contract';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';
import type { EngineTx } from '#platform/db/tx';
import { selectByIdentity } from '../contacts.sql.ts';
import type { IdentityHit } from '../contacts.sql.ts';
import type { Identity } from '../identity.ts';
import { contactAad } from '../record-profile-names.ts';
import type { Doer } from '../record/acting.ts';
import { foldValue, readValue, storeValue } from '../record/attribute-values.ts';
import { deleteValues, selectValues, upsertValues } from '../record/attributes.sql.ts';
import type { AttributeRow, NewValue, ValueRow } from '../record/attributes.sql.ts';
import { recordContactEvents, tellUpdated } from '../record/contact-events.ts';
import { deleteContactTags, insertContactTags, selectContactTags } from '../record/tags.sql.ts';
import { hashPeople, resolvePeopleIn } from '../resolve-people.ts';
import type { PeopleDeps } from '../resolve-people.ts';
import { lockBulk, updateBulk } from './bulk.sql.ts';
import type { BulkRow } from './bulk.sql.ts';

/** What one row of a file says about a person. Attributes were judged before. */
export type RecordRow = {
  row: number;
  identities: readonly Identity[];
  name: string | null;
  stageId: string | null;
  tagIds: readonly string[];
  values: readonly { attribute: AttributeRow; value: AttributeValue }[];
};

/** What a row changed, to be put back: the state before and after, by field. Sealed under the contact's key. */
export type RowBefore = {
  name?: { before: string | null; after: string };
  stage?: { before: string | null; after: string };
  values: { attributeId: string; before: AttributeValue | null; after: AttributeValue }[];
  tags: string[];
};

/** What became of a row. `two_contacts`: its identifiers belong to two people. */
export type RowResult = {
  row: number;
  outcome: 'created' | 'updated' | 'unchanged' | 'skipped' | 'two_contacts';
  contactId: string | null;
  beforeSealed: Buffer | null;
};

type State = { name: string | null; stageId: string | null; values: Map<string, AttributeValue>; tags: Set<string> };

/** How existing people are treated: left alone, filled where they have nothing, or written over. */
export type DuplicateRule = 'skip' | 'fill' | 'overwrite';

/**
 * Writes rows of a file into the records of one workspace, in the caller's transaction and in their order, set by set: about ten
 * statements for any number of rows. People are found or made by their identifiers; a username alone makes nobody and is taken from
 * nobody. Making people of the workspace waits until the transaction ends: keep batches small.
 */
export async function writeRecords(
  deps: PeopleDeps,
  tx: EngineTx,
  workspaceId: string,
  rows: readonly RecordRow[],
  how: { rule: DuplicateRule; actor: Doer; data: Record<string, unknown> },
): Promise<RowResult[]> {
  if (rows.length === 0) return [];
  const at = deps.clock.now();
  const identities = await withoutTakenUsernames(deps, tx, workspaceId, rows);
  const people = await resolvePeopleIn(
    deps,
    tx,
    identities.map((own) => ({ workspaceId, identities: own, source: 'import' as const })),
  );
  const ids = [...new Set(people.map((person) => person.contactId))];
  const rings = await deps.keyring.contactKeys(
    ids.map((contactId) => ({ workspaceId, contactId })),
    tx,
  );
  const indexKey = await deps.keyring.layeredKey(workspaceId, 'contacts', tx);
  const states = await loadStates(tx, workspaceId, ids, rings, rows);
  const dirty = new Map<string, { name: boolean; stage: boolean }>();
  const values = new Map<string, NewValue>();
  const tags: { contactId: string; tagId: string }[] = [];
  const results = rows.map((row, index): RowResult => {
    const person = people[index];
    const state = person === undefined ? undefined : states.get(person.contactId);
    const key = person === undefined ? undefined : rings.get(person.contactId)?.primary;
    if (person === undefined || state === undefined || key === undefined || person.alsoKnownAs.length > 0)
      return { row: row.row, outcome: 'two_contacts', contactId: null, beforeSealed: null };
    const { contactId, isNew } = person;
    if (!isNew && how.rule === 'skip') return { row: row.row, outcome: 'skipped', contactId, beforeSealed: null };
    const before = applyRow(state, row, isNew || how.rule === 'overwrite');
    const isChanged = before.name !== undefined || before.stage !== undefined || before.values.length > 0 || before.tags.length > 0;
    if (!isNew && !isChanged) return { row: row.row, outcome: 'unchanged', contactId, beforeSealed: null };
    const mark = dirty.get(contactId) ?? { name: false, stage: false };
    dirty.set(contactId, { name: mark.name || before.name !== undefined, stage: mark.stage || before.stage !== undefined });
    for (const { attributeId, after } of before.values) {
      const attribute = row.values.find((one) => one.attribute.id === attributeId)?.attribute;
      if (attribute !== undefined)
        values.set(`${contactId} ${attributeId}`, storeValue({ key, indexKey }, { workspaceId, contactId }, attribute, after));
    }
    for (const tagId of before.tags) tags.push({ contactId, tagId });
    const beforeSealed = isNew ? null : seal(key, rowAad(workspaceId, contactId), JSON.stringify(before));
    return { row: row.row, outcome: isNew ? 'created' : 'updated', contactId, beforeSealed };
  });
  await writeStates(tx, workspaceId, dirty, states, rings, at);
  if (values.size > 0) await tx.query(upsertValues([...values.values()], at));
  if (tags.length > 0) await tx.query(insertContactTags(workspaceId, tags, at));
  const touched = [...dirty.keys()];
  await recordContactEvents(
    deps.ids,
    tx,
    touched.map((contactId) => ({ workspaceId, contactId, kind: 'imported', actor: how.actor, data: how.data, at })),
  );
  await tellUpdated(tx, workspaceId, touched, at);
  return results;
}

/** Puts back what rows changed, latest first, as far as nobody changed it since. Gives how many contacts got something back. */
export async function restoreRecords(
  deps: PeopleDeps,
  tx: EngineTx,
  workspaceId: string,
  rows: readonly { contactId: string; beforeSealed: Buffer }[],
  attributes: ReadonlyMap<string, AttributeRow>,
): Promise<number> {
  const at = deps.clock.now();
  const ids = [...new Set(rows.map((row) => row.contactId))];
  const rings = await deps.keyring.contactKeys(
    ids.map((contactId) => ({ workspaceId, contactId })),
    tx,
  );
  const indexKey = await deps.keyring.layeredKey(workspaceId, 'contacts', tx);
  const states = await loadStates(tx, workspaceId, ids, rings, [], attributes);
  const dirty = new Map<string, { name: boolean; stage: boolean }>();
  const touched = new Set<string>();
  const written = new Map<string, NewValue | null>();
  const untagged: { contactId: string; tagId: string }[] = [];
  for (const { contactId, beforeSealed } of rows) {
    const state = states.get(contactId);
    const ring = rings.get(contactId);
    if (state === undefined || ring === undefined) continue; // erased or merged since
    // Sealed by `writeRecords` under an authenticated cipher, so the shape is the one written there.
    const before = JSON.parse(openText(ring, rowAad(workspaceId, contactId), beforeSealed)) as RowBefore;
    const mark = dirty.get(contactId) ?? { name: false, stage: false };
    if (before.name !== undefined && state.name === before.name.after) {
      state.name = before.name.before;
      mark.name = true;
    }
    if (before.stage !== undefined && state.stageId === before.stage.after) {
      state.stageId = before.stage.before;
      mark.stage = true;
    }
    if (mark.name || mark.stage) dirty.set(contactId, mark);
    for (const { attributeId, before: was, after } of before.values) {
      const attribute = attributes.get(attributeId);
      const now = state.values.get(attributeId);
      if (attribute === undefined || now === undefined || foldValue(now) !== foldValue(after)) continue;
      if (was === null) state.values.delete(attributeId);
      else state.values.set(attributeId, was);
      const stored = was === null ? null : storeValue({ key: ring.primary, indexKey }, { workspaceId, contactId }, attribute, was);
      written.set(`${contactId} ${attributeId}`, stored);
      touched.add(contactId);
    }
    for (const tagId of before.tags) untagged.push({ contactId, tagId });
    if (before.tags.length > 0 || dirty.has(contactId)) touched.add(contactId);
  }
  await writeStates(tx, workspaceId, dirty, states, rings, at);
  const kept = [...written.values()].filter((value) => value !== null);
  if (kept.length > 0) await tx.query(upsertValues(kept, at));
  const removed = [...written].flatMap(([key, value]) => (value === null ? [pairOf(key)] : []));
  if (removed.length > 0) await tx.query(deleteValues(workspaceId, removed));
  if (untagged.length > 0) await tx.query(deleteContactTags(workspaceId, untagged));
  await tellUpdated(tx, workspaceId, [...touched], at);
  return touched.size;
}

/** Changes the state as the row says and tells what changed. */
function applyRow(state: State, row: RecordRow, mayOverwrite: boolean): RowBefore {
  const before: RowBefore = { values: [], tags: [] };
  if (row.name !== null && row.name !== state.name && (state.name === null || mayOverwrite)) {
    before.name = { before: state.name, after: row.name };
    state.name = row.name;
  }
  if (row.stageId !== null && row.stageId !== state.stageId && (state.stageId === null || mayOverwrite)) {
    before.stage = { before: state.stageId, after: row.stageId };
    state.stageId = row.stageId;
  }
  for (const { attribute, value } of row.values) {
    const known = state.values.get(attribute.id) ?? null;
    if (known === value || (known !== null && !mayOverwrite)) continue;
    before.values.push({ attributeId: attribute.id, before: known, after: value });
    state.values.set(attribute.id, value);
  }
  for (const tagId of row.tagIds) {
    if (state.tags.has(tagId)) continue;
    before.tags.push(tagId);
    state.tags.add(tagId);
  }
  return before;
}

async function loadStates(
  tx: EngineTx,
  workspaceId: string,
  contactIds: readonly string[],
  rings: ReadonlyMap<string, KeyRing>,
  rows: readonly RecordRow[],
  known?: ReadonlyMap<string, AttributeRow>,
): Promise<Map<string, State>> {
  const attributes = known ?? new Map(rows.flatMap((row) => row.values.map(({ attribute }) => [attribute.id, attribute] as const)));
  const contacts = await tx.query<BulkRow>(lockBulk(workspaceId, contactIds));
  const values = await tx.query<ValueRow>(selectValues(workspaceId, contactIds));
  const tags = await tx.query<{ contactId: string; tagId: string }>(selectContactTags(workspaceId, contactIds));
  const states = new Map<string, State>();
  for (const { id, nameSealed, stageId } of contacts) {
    const ring = rings.get(id);
    if (ring === undefined) continue;
    const name = nameSealed === null ? null : openText(ring, contactAad(workspaceId, 'name_sealed', id), nameSealed);
    states.set(id, { name, stageId, values: new Map(), tags: new Set() });
  }
  for (const value of values) {
    const attribute = attributes.get(value.attributeId);
    const plain = attribute === undefined ? null : readValue(workspaceId, value, attribute, rings.get(value.contactId));
    if (plain !== null) states.get(value.contactId)?.values.set(value.attributeId, plain);
  }
  for (const { contactId, tagId } of tags) states.get(contactId)?.tags.add(tagId);
  return states;
}

async function writeStates(
  tx: EngineTx,
  workspaceId: string,
  dirty: ReadonlyMap<string, { name: boolean; stage: boolean }>,
  states: ReadonlyMap<string, State>,
  rings: ReadonlyMap<string, KeyRing>,
  at: Date,
): Promise<void> {
  const rows: BulkRow[] = [];
  for (const contactId of dirty.keys()) {
    const state = states.get(contactId);
    const key: DataKey | undefined = rings.get(contactId)?.primary;
    if (state === undefined || key === undefined) continue;
    const nameSealed = state.name === null ? null : seal(key, contactAad(workspaceId, 'name_sealed', contactId), state.name);
    rows.push({ id: contactId, nameSealed, stageId: state.stageId });
  }
  if (rows.length > 0) await tx.query(updateBulk(workspaceId, rows, at));
}

/** A username proves nothing: one that somebody has is left with them. */
async function withoutTakenUsernames(
  deps: PeopleDeps,
  tx: EngineTx,
  workspaceId: string,
  rows: readonly RecordRow[],
): Promise<Identity[][]> {
  const named = rows.flatMap((row, index) =>
    row.identities.flatMap((identity) => (identity.kind === 'username' ? [{ index, identity }] : [])),
  );
  if (named.length === 0) return rows.map((row) => [...row.identities]);
  const probes = await hashPeople(
    deps,
    named.map(({ identity }) => ({ workspaceId, identities: [identity] })),
  );
  const hits = await tx.query<IdentityHit>(selectByIdentity(probes.flat()));
  const taken = new Set(hits.map((hit) => named[hit.position - 1]?.index));
  const seen = new Set<string>();
  return rows.map((row, index) =>
    row.identities.filter((identity) => {
      if (identity.kind !== 'username') return true;
      const name = identity.value.toLowerCase();
      const isFree = !taken.has(index) && !seen.has(name);
      seen.add(name);
      return isFree;
    }),
  );
}

function rowAad(workspaceId: string, contactId: string): string[] {
  return [workspaceId, 'import_rows', 'before_sealed', contactId];
}

function pairOf(key: string): { contactId: string; attributeId: string } {
  const [contactId = '', attributeId = ''] = key.split(' ');
  return { contactId, attributeId };
}
