import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { encodeAad } from './aad.ts';
import { RootKeyError, RootKeyUnavailableError } from './root-keys.ts';
import type { RootKeyProvider } from './root-keys.ts';
import { SealError } from './seal-error.ts';
import { VaultRefusal } from './vault-client.ts';
import type { VaultClient } from './vault-client.ts';

/** A key of the transit engine that wraps for us. */
export type VaultKey = {
  /** Where the engine is mounted, e.g. `transit`. */
  mount: string;
  name: string;
  /**
   * How long keys that Vault opened before are used while it is away. They are in the memory of this process anyway; beyond this time nothing sealed opens until
   * Vault is back.
   */
  outageMs: number;
};

const Ciphertext = z.object({ data: z.object({ ciphertext: z.string().regex(/^vault:v\d+:/) }) });
const Plaintext = z.object({ data: z.object({ plaintext: z.string() }) });
const KeyInfo = z.object({ data: z.object({ latest_version: z.number(), min_decryption_version: z.number() }) });

const digestBytes = 32;
/** While Vault is known to be away, it is asked again after this long at the earliest, so that nobody waits for one time-out after the other. */
const askAgainAfterMs = 2_000;
/** One installation holds a key per workspace and version. */
const maxRemembered = 5_000;

/**
 * The root key as a key of Vault's or OpenBao's transit engine: it never leaves Vault. What is wrapped carries a digest of what it belongs to in front of it,
 * because `rewrap`, which renews a wrapping inside Vault, takes no associated data.
 *
 * Source: https://openbao.org/api-docs/secret/transit (encrypt, decrypt, rewrap, read key, rotate key) — read 2026-11-21.
 */
export function rootKeysFromVault(client: VaultClient, key: VaultKey, clock: Clock): RootKeyProvider & { rotate(): Promise<void> } {
  const { mount, name, outageMs } = key;
  const remembered = new Map<string, { bytes: Buffer; atMs: number }>();
  let awaySinceMs: number | null = null;

  const ask = async <T>(form: z.ZodType<T>, method: 'GET' | 'POST', path: string, body?: Record<string, unknown>): Promise<T> => {
    const nowMs = clock.now().getTime();
    if (awaySinceMs !== null && nowMs - awaySinceMs < askAgainAfterMs) throw new RootKeyUnavailableError('Vault was away a moment ago');
    try {
      const parsed = form.safeParse(await client.call(method, `${mount}/${path}`, body));
      awaySinceMs = null;
      if (!parsed.success) throw new RootKeyUnavailableError(`the answer of Vault to ${path} has another form than expected`);
      return parsed.data;
    } catch (error) {
      if (error instanceof RootKeyUnavailableError) awaySinceMs = nowMs;
      throw error;
    }
  };

  /** Oldest first: each success moves an entry to the end. */
  const forgetOld = (nowMs: number): void => {
    for (const [memo, { bytes, atMs }] of remembered) {
      if (nowMs - atMs < outageMs) return;
      bytes.fill(0);
      remembered.delete(memo);
    }
  };

  const idOf = (wrapped: Buffer): string => {
    const version = /^vault:v(\d+):/.exec(wrapped.subarray(0, 24).toString('latin1'))?.[1];
    if (version === undefined) throw new SealError('malformed');
    return idFor(version);
  };
  const idFor = (version: string | number): string => `vault:${mount}/${name}:${version}`;

  const unwrapNow = async (wrapped: Buffer, context: readonly string[]): Promise<Buffer> => {
    try {
      const { data } = await ask(Plaintext, 'POST', `decrypt/${name}`, { ciphertext: wrapped.toString('latin1') });
      const plain = Buffer.from(data.plaintext, 'base64');
      const bound = plain.subarray(0, digestBytes);
      if (bound.byteLength !== digestBytes || !timingSafeEqual(bound, digestOf(context))) throw new SealError('broken_seal');
      return plain.subarray(digestBytes);
    } catch (error) {
      // 400 is its answer to changed bytes, to a version below `min_decryption_version`, and to bytes of another key.
      if (error instanceof VaultRefusal) throw new SealError(error.status === 404 ? 'unknown_key' : 'broken_seal', { cause: error });
      throw error;
    }
  };

  return {
    kind: 'vault',
    primaryId: async () => {
      const { data } = await ask(KeyInfo, 'GET', `keys/${name}`);
      return idFor(data.latest_version);
    },
    idOf,
    wrap: async (bytes, context) => {
      const plaintext = Buffer.concat([digestOf(context), bytes]).toString('base64');
      try {
        const { data } = await ask(Ciphertext, 'POST', `encrypt/${name}`, { plaintext });
        return Buffer.from(data.ciphertext, 'latin1');
      } catch (error) {
        if (error instanceof VaultRefusal)
          throw new RootKeyError(`${error.message}. Is there a key "${name}" in ${mount}?`, { cause: error });
        throw error;
      }
    },
    unwrap: async (wrapped, context) => {
      idOf(wrapped);
      const memo = createHash('sha256').update(wrapped).update(digestOf(context)).digest('base64');
      const nowMs = clock.now().getTime();
      forgetOld(nowMs);
      try {
        const bytes = await unwrapNow(wrapped, context);
        remembered.delete(memo);
        remembered.set(memo, { bytes, atMs: nowMs });
        const [oldest] = remembered.keys();
        if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest);
        return Buffer.from(bytes);
      } catch (error) {
        if (!(error instanceof RootKeyUnavailableError)) {
          remembered.delete(memo); // Vault says no: what was opened before counts no longer
          throw error;
        }
        const known = remembered.get(memo);
        if (known === undefined) throw error;
        return Buffer.from(known.bytes);
      }
    },
    // What it belongs to is inside, so a wrapping that was moved stays as useless as it was.
    rewrap: async (wrapped) => {
      const { data } = await ask(Ciphertext, 'POST', `rewrap/${name}`, { ciphertext: wrapped.toString('latin1') });
      return Buffer.from(data.ciphertext, 'latin1');
    },
    rotate: async () => {
      await ask(z.unknown(), 'POST', `keys/${name}/rotate`, {});
    },
    close: () => {
      for (const { bytes } of remembered.values()) bytes.fill(0);
      remembered.clear();
      client.close();
    },
  };
}

function digestOf(context: readonly string[]): Buffer {
  return createHash('sha256')
    .update(encodeAad(['root', ...context]))
    .digest();
}
