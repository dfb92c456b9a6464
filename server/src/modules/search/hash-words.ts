import type { KeyObject } from 'node:crypto';
import type { Keyring } from '#modules/keyring';
import { keyedHash } from '#platform/crypto/keyed-hash';
import type { EngineTx } from '#platform/db/tx';

/** What a hash stands for; equal words of two kinds have different hashes. */
export type HashKind = 'word' | 'beginning' | 'contact' | 'phone_start' | 'phone_national' | 'phone_end';

/** Hashes words of one workspace; a number of 48 bits, which JavaScript and a bigint column hold without loss. */
export type WordHasher = (kind: HashKind, word: string) => number;

const hashBytes = 6;
/** Hashes kept at hand: words repeat so much that most of a batch is among them. */
const keptCount = 20_000;

/**
 * The hasher of a workspace, under its own index key. Two words share a hash once in 2.8 × 10^14 pairs; a hit is opened and compared before it
 * is shown, so that costs a look and shows nothing wrong.
 *
 * Errors: as `indexKey` of the keyring.
 */
export async function wordHasher(keyring: Keyring, workspaceId: string): Promise<WordHasher> {
  return hasherUnder(await keyring.indexKey(workspaceId, 'search'));
}

/**
 * The hasher for what is written, with a memory for many words in a row; forget it after the batch. For a transaction that holds the lock of the index: never that of
 * a key from before a change.
 */
export async function batchHasher(keyring: Keyring, tx: EngineTx, workspaceId: string): Promise<WordHasher> {
  const hash = hasherUnder(await keyring.indexKeyOfToday(tx, workspaceId, 'search'));
  const known = new Map<string, number>();
  return (kind, word) => {
    const id = `${kind} ${word}`;
    const found = known.get(id);
    if (found !== undefined) return found;
    const fresh = hash(kind, word);
    if (known.size < keptCount) known.set(id, fresh);
    return fresh;
  };
}

/**
 * Looks something up, and once more when nothing was found because the key in memory was from before a change.
 *
 * Errors: those of `look`.
 */
export async function lookUp<Found>(
  keyring: Keyring,
  workspaceId: string,
  look: () => Promise<Found>,
  isNothing: (found: Found) => boolean,
): Promise<Found> {
  const found = await look();
  return isNothing(found) && (await keyring.refreshIndexKey(workspaceId, 'search')) ? look() : found;
}

function hasherUnder(key: KeyObject): WordHasher {
  return (kind, word) => keyedHash(key, kind, word).readUIntBE(0, hashBytes);
}
