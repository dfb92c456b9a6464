import type { KeyObject } from 'node:crypto';
import type { JsonValue } from '#platform/crypto/canonical-json';
import { keyedHash } from '#platform/crypto/keyed-hash';
import type { AuditValue, Personal } from './audit-entry.ts';

type Fields = Readonly<Record<string, AuditValue>>;
type PlainFields = Record<string, JsonValue>;

const commitmentPrefix = 'commitment:';

/** What takes the place of a personal value whose key was destroyed. */
export const ERASED = '[erased]';

/**
 * Replaces each personal value by a commitment: a keyed hash over the event's id, the field and the value. Whoever holds
 * the key and the value can show what was meant; equal values in two events do not look equal. Gives the replaced values
 * apart, by field, or null when there are none.
 */
export function commitFields(
  key: KeyObject,
  eventId: string,
  side: 'before' | 'after' | 'origin',
  fields: Fields | undefined,
): { fields: PlainFields | null; personal: Record<string, string> | null } {
  if (fields === undefined) return { fields: null, personal: null };
  const plain: PlainFields = {};
  const apart: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (isPersonal(value)) {
      apart[name] = value.personal;
      plain[name] = commitmentPrefix + keyedHash(key, `audit.${side}.${name}`, `${eventId}:${value.personal}`).toString('hex');
    } else {
      plain[name] = wellFormed(value);
    }
  }
  return { fields: plain, personal: Object.keys(apart).length > 0 ? apart : null };
}

/** Puts the personal values back where they belong; what is missing reads as erased. */
export function revealFields(fields: PlainFields | null, apart: Readonly<Record<string, string>>): Record<string, unknown> | null {
  if (fields === null) return null;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isCommitment(value) ? (apart[name] ?? ERASED) : value]));
}

/** Whether a stored value is a commitment to a personal one. */
export function isCommitment(value: JsonValue): boolean {
  return typeof value === 'string' && value.startsWith(commitmentPrefix);
}

function isPersonal(value: AuditValue): value is Personal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'personal' in value &&
    typeof value.personal === 'string' &&
    Object.keys(value).length === 1
  );
}

/** The database stores repaired text, and jsonb refuses NUL; the hash has to be of what will be read back. */
function wellFormed(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => wellFormed(item));
  const members = Object.entries(value).filter((member): member is [string, JsonValue] => member[1] !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, wellFormed(member)]));
}
