import { raiseHash, type LayeredKey } from '#platform/crypto/layered-hash';
import { foldIdentity, identityHash, isBsuid, type Identity } from '../identity.ts';

/** A hash that an identifier is known by. `kind` is its match kind, `hash` is in hex, under the index key of when it was kept. */
export type IdentifierMark = { kind: string; hash: string };

/** Marks, or stops, with their hashes under the key that is written now. `key` is the workspace's for contacts. */
export function raiseMarks<Mark extends IdentifierMark>(key: LayeredKey, marks: readonly Mark[]): Mark[] {
  return marks.map((mark) => ({ ...mark, hash: raiseHash(key, Buffer.from(mark.hash, 'hex')).toString('hex') }));
}

/** Finds one person in texts that hold several people. */
export type PersonMatcher = {
  /** Whether a text, by itself, is an identifier of theirs. */
  isTheirs(text: string): boolean;
  /** Byte strings of which at least one is in whatever names them; empty where only hashes are known and everything has to be looked at. */
  needles: readonly Buffer[];
};

const digitsForm = /^\+?[\d\s().-]{5,30}$/;
const usernameForm = /^@[a-z0-9._]{3,35}$/i;

/**
 * Makes a matcher from the identifiers where they are known, or else from their keyed hashes alone (a replay over an older copy knows no more).
 * `key` is the workspace's for contacts. Answers are remembered, so the same people of a batch cost one hash.
 */
export function createPersonMatcher(
  key: LayeredKey,
  person: { identities: readonly Identity[]; marks: readonly IdentifierMark[] },
): PersonMatcher {
  const wanted = new Set([
    ...raiseMarks(key, person.marks).map((mark) => `${mark.kind} ${mark.hash}`),
    ...person.identities.map((identity) => markOf(key, identity)),
  ]);
  const known = new Map<string, boolean>();
  return {
    isTheirs: (text) => {
      const identity = readIdentity(text);
      if (identity === null) return false;
      const id = `${identity.kind} ${identity.value}`;
      const found = known.get(id);
      if (found !== undefined) return found;
      const answer = wanted.has(markOf(key, identity));
      if (known.size < 50_000) known.set(id, answer);
      return answer;
    },
    needles: [...new Set(person.identities.flatMap(spellings))].map((text) => Buffer.from(text)),
  };
}

function markOf(key: LayeredKey, identity: Identity): string {
  const kind = identity.kind === 'wa_id' ? 'phone' : identity.kind;
  return `${kind} ${identityHash(key, identity).toString('hex')}`;
}

function readIdentity(text: string): Identity | null {
  if (isBsuid(text)) return { kind: 'bsuid', value: text };
  if (usernameForm.test(text)) return { kind: 'username', value: text };
  if (!digitsForm.test(text)) return null;
  const digits = text.replaceAll(/\D/g, '');
  return digits.length < 5 || digits.length > 20 ? null : { kind: 'phone', value: digits };
}

/** The end of a number is the same in all its spellings (`foldPhone`). */
function spellings(identity: Identity): string[] {
  if (identity.kind === 'username') return [foldIdentity(identity), identity.value.replace(/^@/, '')];
  if (identity.kind !== 'phone' && identity.kind !== 'wa_id') return [identity.value];
  return [identity.value.slice(-8)];
}
