import { ATTRIBUTE_LIMITS, type AttributeValue } from '@kabar/contract';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { layeredHash, livingHashes, type LayeredKey } from '#platform/crypto/layered-hash';
import { openText, seal } from '#platform/crypto/seal';
import type { AttributeRow, NewValue, ValueRow } from './attributes.sql.ts';

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** Why a value does not fit an attribute, in a plain sentence; null when it fits. Pure. */
export function judgeValue(attribute: Pick<AttributeRow, 'type' | 'choices'>, value: AttributeValue): string | null {
  switch (attribute.type) {
    case 'text':
      if (typeof value !== 'string' || value.trim() === '') return 'must be text';
      return value.length > ATTRIBUTE_LIMITS.textLength ? `must have at most ${ATTRIBUTE_LIMITS.textLength} characters` : null;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number';
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : 'must be a date as YYYY-MM-DD';
    case 'choice':
      return attribute.choices.some((choice) => choice.key === value) ? null : 'must be the key of one of the choices';
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'must be true or false';
  }
}

function isDay(text: string): boolean {
  if (!dayForm.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The one form in which two equal values are equal: case and width of letters do not count. */
export function foldValue(value: AttributeValue): string {
  return typeof value === 'string' ? value.trim().normalize('NFKC').toLowerCase() : String(value);
}

/** Keyed hash under which a personal value is stored, bound to its attribute; `indexKey` is the workspace's for `contacts`. */
export function valueHash(indexKey: LayeredKey, attributeId: string, value: AttributeValue): Buffer {
  return layeredHash(indexKey, `attribute:${attributeId}`, foldValue(value));
}

/** All hashes under which a value may be stored while the index key is being changed; the one that is written first. */
export function valueHashes(indexKey: LayeredKey, attributeId: string, value: AttributeValue): Buffer[] {
  return livingHashes(indexKey, `attribute:${attributeId}`, foldValue(value));
}

/** Puts a value that was judged into the columns of its kind; a personal one sealed under `key`, the contact's own. */
export function storeValue(
  keys: { key: DataKey; indexKey: LayeredKey },
  place: { workspaceId: string; contactId: string },
  attribute: Pick<AttributeRow, 'id' | 'type' | 'sensitivity'>,
  value: AttributeValue,
): NewValue {
  const empty = { textValue: null, matchText: null, numberValue: null, dateValue: null, valueSealed: null, matchHash: null };
  const row = { ...place, attributeId: attribute.id, ...empty };
  if (attribute.sensitivity === 'personal') {
    const valueSealed = seal(keys.key, valueAad(place.workspaceId, place.contactId, attribute.id), JSON.stringify(value));
    return { ...row, valueSealed, matchHash: valueHash(keys.indexKey, attribute.id, value) };
  }
  if (typeof value === 'number') return { ...row, numberValue: value };
  if (attribute.type === 'date') return { ...row, dateValue: String(value) };
  return { ...row, textValue: String(value), matchText: foldValue(value) };
}

/** Reads a stored value; null for a sealed one whose key is gone. */
export function readValue(
  workspaceId: string,
  row: ValueRow,
  attribute: Pick<AttributeRow, 'type'>,
  ring: KeyRing | undefined,
): AttributeValue | null {
  if (row.valueSealed !== null) {
    if (ring === undefined) return null;
    // Sealed by `storeValue` under an authenticated cipher, so the shape is the one written there.
    return JSON.parse(openText(ring, valueAad(workspaceId, row.contactId, row.attributeId), row.valueSealed)) as AttributeValue;
  }
  if (row.numberValue !== null) return row.numberValue;
  if (row.dateValue !== null) return row.dateValue;
  return attribute.type === 'yes_no' ? row.textValue === 'true' : row.textValue;
}

/** What a sealed value is bound to. */
function valueAad(workspaceId: string, contactId: string, attributeId: string): string[] {
  return [workspaceId, 'contact_attributes', 'value_sealed', `${contactId} ${attributeId}`];
}
