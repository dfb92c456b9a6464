import { createHash } from 'node:crypto';
import { dataKey, dataKeyBytes, keyRing } from './data-key.ts';
import type { DataKey, KeyRing } from './data-key.ts';
import { open, seal } from './seal.ts';

/**
 * Holder of the root key. It wraps workspace keys and nothing else; asynchronous, so that a holder on the network
 * (Vault transit, a cloud key service) fits behind it. `context` is bound to the wrapped bytes.
 */
export type RootKeyProvider = {
  readonly kind: string;
  /** Names the root key that `wrap` uses now; kept beside wrapped keys, so that a change of root key can be followed. */
  readonly primaryId: string;
  wrap(bytes: Buffer, context: readonly string[]): Promise<Buffer>;
  /** Errors: rejects with `SealError`: `unknown_key` when the root key is not held here, `broken_seal` when changed. */
  unwrap(wrapped: Buffer, context: readonly string[]): Promise<Buffer>;
};

const linePrefix = 'kabar-root-1:';

/** A root key text is not in the form `kabar-root-1:<base64 of 32 bytes>`, one key per line. */
export class RootKeyError extends Error {
  override readonly name = 'RootKeyError';
}

/**
 * A provider over root keys held in memory, written one per line as `kabar-root-1:<base64>`; a comma also separates.
 * The first one wraps, all unwrap: to change the root key, put the new one first, rewrap, then remove the old one.
 *
 * Errors: throws `RootKeyError` when there is no key or one is malformed. The message never holds key material.
 */
export function rootKeysFromText(kind: string, text: string): RootKeyProvider {
  const [primary, ...older] = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readLine);
  if (primary === undefined) throw new RootKeyError('there is no root key');
  const ring: KeyRing = keyRing(primary, ...older);
  return {
    kind,
    primaryId: primary.id.toString(16),
    wrap: (bytes, context) => Promise.resolve(seal(primary, ['root', ...context], bytes)),
    unwrap: async (wrapped, context) => open(ring, ['root', ...context], wrapped),
  };
}

/** The text form of a root key. */
export function rootKeyLine(bytes: Buffer): string {
  return `${linePrefix}${bytes.toString('base64')}`;
}

function readLine(line: string): DataKey {
  const bytes = line.startsWith(linePrefix) ? Buffer.from(line.slice(linePrefix.length), 'base64') : null;
  if (bytes === null || bytes.byteLength !== dataKeyBytes) {
    throw new RootKeyError(`a root key is written ${linePrefix} and the base64 of ${dataKeyBytes} random bytes`);
  }
  // Its id is a fingerprint, so the same key has the same id in a file, in the environment and on another machine.
  const fingerprint = createHash('sha256').update('kabar root key id').update(bytes).digest();
  return dataKey(Math.max(1, fingerprint.readUIntBE(0, 6)), bytes);
}
