import { createHash } from 'node:crypto';
import { dataKey, dataKeyBytes, keyRing } from './data-key.ts';
import type { DataKey, KeyRing } from './data-key.ts';
import { SealError } from './seal-error.ts';
import { open, seal, sealedKeyId } from './seal.ts';

/** Where a root key is kept. */
export type RootKeySource = 'file' | 'environment' | 'vault';

/**
 * Holder of the root key. It wraps workspace keys and keys of backups and nothing else; asynchronous, because it may be on the network. `context` is
 * bound to the wrapped bytes.
 */
export type RootKeyProvider = {
  readonly kind: RootKeySource;
  /** Names the root key that `wrap` uses now; kept beside wrapped keys, so that a change of root key can be followed. Errors: as `wrap`. */
  primaryId(): Promise<string>;
  /** Names the root key that wrapped these bytes, read from them without opening. Errors: `SealError` for bytes of another form. */
  idOf(wrapped: Buffer): string;
  /** Errors: `RootKeyUnavailableError` when the holder cannot be asked. */
  wrap(bytes: Buffer, context: readonly string[]): Promise<Buffer>;
  /**
   * Errors: `SealError`: `unknown_key` when the root key is not held here, `broken_seal` when the bytes were changed or moved;
   * `RootKeyUnavailableError`.
   */
  unwrap(wrapped: Buffer, context: readonly string[]): Promise<Buffer>;
  /** Wraps by the present root key what an older one wrapped. Where the holder can do that by itself, the content never leaves it. */
  rewrap(wrapped: Buffer, context: readonly string[]): Promise<Buffer>;
  /** Ends what runs beside: renewal of a token, kept connections. */
  close(): void;
};

const linePrefix = 'kabar-root-1:';

/** A root key text is not in the form `kabar-root-1:<base64 of 32 bytes>`, one key per line, or the source is set up wrongly. */
export class RootKeyError extends Error {
  override readonly name: string = 'RootKeyError';
}

/** The holder of the root key cannot be asked at the moment. The message says why and holds no secret. */
export class RootKeyUnavailableError extends RootKeyError {
  override readonly name = 'RootKeyUnavailableError';
}

/**
 * A provider over root keys held in memory, written one per line as `kabar-root-1:<base64>`; a comma also separates.
 * The first one wraps, all unwrap: to change the root key, put the new one first, rewrap, then remove the old one.
 *
 * Errors: throws `RootKeyError` when there is no key or one is malformed. The message never holds key material.
 */
export function rootKeysFromText(kind: RootKeySource, text: string): RootKeyProvider {
  const ring = readRootKeys(text);
  return rootKeysFromRing(kind, () => Promise.resolve(ring));
}

/** A provider over a ring that `load` gives; asked again with `true` when a key is missing, because the ring may have been added to. */
export function rootKeysFromRing(kind: RootKeySource, load: (isStale: boolean) => Promise<KeyRing>): RootKeyProvider {
  const unwrap = async (wrapped: Buffer, context: readonly string[]): Promise<Buffer> => {
    const aad = ['root', ...context];
    try {
      return open(await load(false), aad, wrapped);
    } catch (error) {
      if (!(error instanceof SealError && error.code === 'unknown_key')) throw error;
      return open(await load(true), aad, wrapped);
    }
  };
  const wrap = async (bytes: Buffer, context: readonly string[]): Promise<Buffer> =>
    seal((await load(false)).primary, ['root', ...context], bytes);
  return {
    kind,
    primaryId: async () => idText((await load(false)).primary.id),
    idOf: (wrapped) => idText(sealedKeyId(wrapped)),
    wrap,
    unwrap,
    rewrap: async (wrapped, context) => wrap(await unwrap(wrapped, context), context),
    close: () => undefined,
  };
}

/**
 * Several sources as one: the first wraps, all unwrap what they know. So an installation moves from a file to Vault and back: name the new source, keep the
 * old one at hand, rotate, then take the old one away.
 */
export function joinRootKeys(primary: RootKeyProvider, ...older: readonly RootKeyProvider[]): RootKeyProvider {
  if (older.length === 0) return primary;
  const all = [primary, ...older];
  const holderOf = (wrapped: Buffer): RootKeyProvider[] =>
    all.filter((provider) => {
      try {
        return provider.idOf(wrapped) !== '';
      } catch {
        return false;
      }
    });
  const unwrap = async (wrapped: Buffer, context: readonly string[]): Promise<Buffer> => {
    for (const provider of holderOf(wrapped)) {
      try {
        return await provider.unwrap(wrapped, context);
      } catch (error) {
        if (!(error instanceof SealError && error.code === 'unknown_key')) throw error;
      }
    }
    throw new SealError('unknown_key');
  };
  return {
    kind: primary.kind,
    primaryId: () => primary.primaryId(),
    idOf: (wrapped) => {
      const [holder] = holderOf(wrapped);
      if (holder === undefined) throw new SealError('malformed');
      return holder.idOf(wrapped);
    },
    wrap: (bytes, context) => primary.wrap(bytes, context),
    unwrap,
    rewrap: async (wrapped, context) =>
      holderOf(wrapped)[0] === primary && primary.kind === 'vault'
        ? primary.rewrap(wrapped, context)
        : primary.wrap(await unwrap(wrapped, context), context),
    close: () => {
      for (const provider of all) provider.close();
    },
  };
}

/** Reads root keys, first the one that wraps. Errors: `RootKeyError`. */
export function readRootKeys(text: string): KeyRing {
  const [primary, ...older] = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readLine);
  if (primary === undefined) throw new RootKeyError('there is no root key');
  return keyRing(primary, ...older);
}

/** The text form of a root key. */
export function rootKeyLine(bytes: Buffer): string {
  return `${linePrefix}${bytes.toString('base64')}`;
}

/** The name of a root key as `root_key_id` has it, from its line. */
export function rootKeyIdOf(line: string): string {
  return idText(readLine(line.trim()).id);
}

function idText(id: number): string {
  return id.toString(16);
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
