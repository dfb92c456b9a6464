/** What can be written canonically: JSON values. `undefined` members are left out, as JSON does. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * Writes a value in the one canonical form of RFC 8785: members sorted by UTF-16 code units, no white space, numbers as
 * ECMAScript writes them. Two equal values always give the same text, whatever order their members came in.
 *
 * Text that is not well-formed Unicode is repaired first, because the database would repair it, too, and the hash of
 * what was written must be the hash of what is read back.
 *
 * Errors: throws `TypeError` for NaN and infinities, which JSON does not have.
 * Source: https://www.rfc-editor.org/rfc/rfc8785 — read 2026-11-20.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number that JSON does not have');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter((member): member is [string, JsonValue] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
