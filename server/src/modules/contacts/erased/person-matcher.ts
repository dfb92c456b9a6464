import type { KeyObject } from 'node:crypto';
import { foldIdentity, identityHash, isBsuid, type Identity } from '../identity.ts';

/** A hash that an identifier is known by. `kind` is its match kind, `hash` is in hex. */
export type IdentifierMark = { kind: string; hash: string };

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
 * `indexKey` is the workspace's key for contacts. Answers are remembered, so the same people of a batch cost one hash.
 */
export function createPersonMatcher(
  indexKey: KeyObject,
  person: { identities: readonly Identity[]; marks: readonly IdentifierMark[] },
): PersonMatcher {
  const wanted = new Set([
    ...person.marks.map((mark) => `${mark.kind} ${mark.hash}`),
    ...person.identities.map((identity) => markOf(indexKey, identity)),
  ]);
  const known = new Map<string, boolean>();
  return {
    isTheirs: (text) => {
      const identity = readIdentity(text);
      if (identity === null) return false;
      const id = `${identity.kind} ${identity.value}`;
      const found = known.get(id);
      if (found !== undefined) return found;
      const answer = wanted.has(markOf(indexKey, identity));
      if (known.size < 50_000) known.set(id, answer);
      return answer;
    },
    needles: [...new Set(person.identities.flatMap(spellings))].map((text) => Buffer.from(text)),
  };
}

function markOf(indexKey: KeyObject, identity: Identity): string {
  const kind = identity.kind === 'wa_id' ? 'phone' : identity.kind;
  return `${kind} ${identityHash(indexKey, identity).toString('hex')}`;
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
