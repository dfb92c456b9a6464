import type { KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';
import type { EngineTx, Statement } from '#platform/db/tx';
import type { MergedPair } from '../contacts-context.ts';
import { contactAad } from '../record-profile-names.ts';
import { foldValue, readValue, storeValue } from '../record/attribute-values.ts';
import { deleteValues, selectAttributes, selectValues, upsertValues } from '../record/attributes.sql.ts';
import type { AttributeRow, ValueRow } from '../record/attributes.sql.ts';
import { deleteContactTags } from '../record/tags.sql.ts';
import type { PeopleDeps } from '../resolve-people.ts';

/** Whose value is kept, by field: `name`, `stage`, `attributes.<key>`. Left out: this contact's, and gaps are filled. */
export type MergeKeep = Readonly<Record<string, 'this' | 'other'>>;

type PlainFields = {
  name: string | null;
  profileName: string | null;
  stageId: string | null;
  country: string | null;
  lastSeenAt: string | null;
  blockedAt: string | null;
  /** Absent in merges made before it existed. */
  restrictedAt?: string | null;
  marketing: string;
  marketingAt: string | null;
};

type PlainValue = string | number | boolean;

/** What a merge wrote over, to be put back when it is taken apart. Sealed beside the merge under the survivor's key. */
export type MergeBefore = {
  before: PlainFields;
  after: PlainFields;
  attributes: { attributeId: string; before: PlainValue | null; after: PlainValue }[];
  tags: string[];
};

type FieldRow = {
  id: string;
  nameSealed: Buffer | null;
  profileNameSealed: Buffer | null;
  stageId: string | null;
  country: string | null;
  lastSeenAt: string | null;
  blockedAt: string | null;
  restrictedAt?: string | null;
  marketing: string;
  marketingAt: string | null;
};

/**
 * Joins the fields, attributes and tags of one contact into another and tells what was there before. The other's own rows stay as
 * they are, so that they need not be brought back.
 */
export async function joinRecords(
  deps: PeopleDeps,
  tx: EngineTx,
  pair: MergedPair,
  rings: { from: KeyRing; into: KeyRing },
  keep: MergeKeep,
  at: Date,
): Promise<MergeBefore> {
  const { workspaceId, fromContactId, intoContactId } = pair;
  const rows = await tx.query<FieldRow>(selectFields(workspaceId, [fromContactId, intoContactId]));
  const from = plainFields(workspaceId, rows, fromContactId, rings.from);
  const before = plainFields(workspaceId, rows, intoContactId, rings.into);
  const newest = (from.marketingAt ?? '') > (before.marketingAt ?? '') ? from : before;
  const pick = <T>(field: string, own: T | null, theirs: T | null): T | null =>
    keep[field] === 'other' ? (theirs ?? own) : (own ?? theirs);
  const after: PlainFields = {
    // A name that was chosen must show, even when it came from WhatsApp.
    name: keep['name'] === 'other' ? (from.name ?? from.profileName ?? before.name) : (before.name ?? from.name),
    profileName: before.profileName ?? from.profileName,
    stageId: pick('stage', before.stageId, from.stageId),
    country: before.country ?? from.country,
    lastSeenAt: later(before.lastSeenAt, from.lastSeenAt),
    blockedAt: before.blockedAt ?? from.blockedAt,
    // Who asked to be left alone under one of two records is left alone under both.
    restrictedAt: before.restrictedAt ?? from.restrictedAt ?? null,
    marketing: newest.marketing,
    marketingAt: newest.marketingAt,
  };
  await tx.query(updateFields(workspaceId, intoContactId, sealFields(workspaceId, intoContactId, rings.into, after), at));
  const attributes = await joinAttributes(deps, tx, pair, rings, keep, at);
  const added = await tx.query<{ tagId: string }>(copyTags(workspaceId, fromContactId, intoContactId, at));
  return { before, after, attributes, tags: added.map((row) => row.tagId) };
}

/** Puts back what a merge wrote over, field by field, unless it was changed since: a later word stays. */
export async function restoreRecord(
  deps: PeopleDeps,
  tx: EngineTx,
  pair: MergedPair,
  ring: KeyRing,
  kept: MergeBefore,
  at: Date,
): Promise<void> {
  const { workspaceId, intoContactId } = pair;
  const rows = await tx.query<FieldRow>(selectFields(workspaceId, [intoContactId]));
  const now = plainFields(workspaceId, rows, intoContactId, ring);
  const put = <K extends keyof PlainFields>(field: K): PlainFields[K] =>
    now[field] === kept.after[field] ? kept.before[field] : now[field];
  const restored: PlainFields = {
    name: put('name'),
    profileName: put('profileName'),
    stageId: put('stageId'),
    country: put('country'),
    lastSeenAt: put('lastSeenAt'),
    blockedAt: put('blockedAt'),
    restrictedAt: put('restrictedAt') ?? null,
    marketing: put('marketing'),
    marketingAt: put('marketingAt'),
  };
  await tx.query(updateFields(workspaceId, intoContactId, sealFields(workspaceId, intoContactId, ring, restored), at));
  await restoreAttributes(deps, tx, pair, ring, kept, at);
  await tx.query(
    deleteContactTags(
      workspaceId,
      kept.tags.map((tagId) => ({ contactId: intoContactId, tagId })),
    ),
  );
}

async function joinAttributes(
  deps: PeopleDeps,
  tx: EngineTx,
  { workspaceId, fromContactId, intoContactId }: MergedPair,
  rings: { from: KeyRing; into: KeyRing },
  keep: MergeKeep,
  at: Date,
): Promise<MergeBefore['attributes']> {
  const values = await tx.query<ValueRow>(selectValues(workspaceId, [fromContactId, intoContactId]));
  if (!values.some((value) => value.contactId === fromContactId)) return [];
  const attributes = new Map((await tx.query<AttributeRow>(selectAttributes(workspaceId))).map((row) => [row.id, row]));
  const indexKey = await deps.keyring.layeredKey(workspaceId, 'contacts', tx);
  const changed: MergeBefore['attributes'] = [];
  const written = values.flatMap((value) => {
    const attribute = attributes.get(value.attributeId);
    if (value.contactId !== fromContactId || attribute === undefined) return [];
    const own = values.find((other) => other.contactId === intoContactId && other.attributeId === value.attributeId);
    const theirs = readValue(workspaceId, value, attribute, rings.from);
    const before = own === undefined ? null : readValue(workspaceId, own, attribute, rings.into);
    const isWanted = before === null || (keep[`attributes.${attribute.key}`] === 'other' && before !== theirs);
    if (theirs === null || !isWanted) return [];
    changed.push({ attributeId: attribute.id, before, after: theirs });
    return [storeValue({ key: rings.into.primary, indexKey }, { workspaceId, contactId: intoContactId }, attribute, theirs)];
  });
  if (written.length > 0) await tx.query(upsertValues(written, at));
  return changed;
}

async function restoreAttributes(
  deps: PeopleDeps,
  tx: EngineTx,
  { workspaceId, intoContactId }: MergedPair,
  ring: KeyRing,
  kept: MergeBefore,
  at: Date,
): Promise<void> {
  if (kept.attributes.length === 0) return;
  const values = await tx.query<ValueRow>(selectValues(workspaceId, [intoContactId]));
  const attributes = new Map((await tx.query<AttributeRow>(selectAttributes(workspaceId))).map((row) => [row.id, row]));
  const indexKey = await deps.keyring.layeredKey(workspaceId, 'contacts', tx);
  const removed: string[] = [];
  const written = kept.attributes.flatMap(({ attributeId, before, after }) => {
    const attribute = attributes.get(attributeId);
    const value = values.find((row) => row.attributeId === attributeId);
    const now = attribute === undefined || value === undefined ? null : readValue(workspaceId, value, attribute, ring);
    if (attribute === undefined || now === null || foldValue(now) !== foldValue(after)) return [];
    if (before !== null) return [storeValue({ key: ring.primary, indexKey }, { workspaceId, contactId: intoContactId }, attribute, before)];
    removed.push(attributeId);
    return [];
  });
  if (written.length > 0) await tx.query(upsertValues(written, at));
  if (removed.length > 0) {
    await tx.query(
      deleteValues(
        workspaceId,
        removed.map((attributeId) => ({ contactId: intoContactId, attributeId })),
      ),
    );
  }
}

function later(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first ?? second;
  return first > second ? first : second;
}

function plainFields(workspaceId: string, rows: readonly FieldRow[], contactId: string, ring: KeyRing): PlainFields {
  const row = rows.find((one) => one.id === contactId);
  if (row === undefined) throw new Error('a locked contact is gone');
  const { stageId, country, lastSeenAt, blockedAt, restrictedAt = null, marketing, marketingAt } = row;
  const text = (column: 'name_sealed' | 'profile_name_sealed', sealed: Buffer | null): string | null =>
    sealed === null ? null : openText(ring, contactAad(workspaceId, column, contactId), sealed);
  return {
    name: text('name_sealed', row.nameSealed),
    profileName: text('profile_name_sealed', row.profileNameSealed),
    stageId,
    country,
    lastSeenAt,
    blockedAt,
    restrictedAt,
    marketing,
    marketingAt,
  };
}

function sealFields(workspaceId: string, contactId: string, ring: KeyRing, fields: PlainFields): FieldRow {
  const { name, profileName, ...rest } = fields;
  const text = (column: 'name_sealed' | 'profile_name_sealed', plain: string | null): Buffer | null =>
    plain === null ? null : seal(ring.primary, contactAad(workspaceId, column, contactId), plain);
  return { id: contactId, nameSealed: text('name_sealed', name), profileNameSealed: text('profile_name_sealed', profileName), ...rest };
}

// Times as text in UTC to the microsecond, so that they compare and come back exactly.
const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

function selectFields(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `
      select id, name_sealed as "nameSealed", profile_name_sealed as "profileNameSealed", stage_id as "stageId", country,
             ${instant('last_seen_at')} as "lastSeenAt", ${instant('blocked_at')} as "blockedAt",
             ${instant('restricted_at')} as "restrictedAt", marketing,
             ${instant('marketing_at')} as "marketingAt"
        from contacts where workspace_id = $1 and id = any($2::uuid[])`,
    values: [workspaceId, contactIds],
  };
}

function updateFields(workspaceId: string, contactId: string, row: FieldRow, at: Date): Statement {
  return {
    text: `
      update contacts
         set name_sealed = $3, profile_name_sealed = $4,
             profile_name_hash = case when $4::bytea is null then null else profile_name_hash end,
             stage_id = $5, country = $6, last_seen_at = $7, blocked_at = $8, restricted_at = $9, marketing = $10, marketing_at = $11,
             updated_at = greatest($12, updated_at + interval '1 microsecond')
       where workspace_id = $1 and id = $2`,
    values: [
      workspaceId,
      contactId,
      row.nameSealed,
      row.profileNameSealed,
      row.stageId,
      row.country,
      row.lastSeenAt,
      row.blockedAt,
      row.restrictedAt ?? null,
      row.marketing,
      row.marketingAt,
      at,
    ],
  };
}

function copyTags(workspaceId: string, fromId: string, toId: string, at: Date): Statement {
  return {
    text: `
      insert into contact_tags (workspace_id, contact_id, tag_id, tagged_at)
      select workspace_id, $3, tag_id, $4 from contact_tags where workspace_id = $1 and contact_id = $2
      on conflict do nothing
      returning tag_id as "tagId"`,
    values: [workspaceId, fromId, toId, at],
  };
}
