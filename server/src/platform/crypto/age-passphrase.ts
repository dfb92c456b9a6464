import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Stanza } from 'age-encryption';
import type { Identity, Recipient } from 'age-encryption';

// The scrypt recipient of age (https://age-encryption.org/v1#the-scrypt-recipient-type, read 2026-11-21) on node:crypto: the library's own takes several
// seconds and stops everything else meanwhile.
const label = 'age-encryption.org/v1/scrypt';
const workFactor = 18;
/** A file of somebody else's could otherwise ask for all memory there is. */
const maxWorkFactor = 20;
const saltBytes = 16;
const tagBytes = 16;
const wrappedBytes = 16 + tagBytes;

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** Wraps the key of a file with a passphrase. It must be the only recipient of the file. */
export function passphraseRecipient(passphrase: string): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const salt = randomBytes(saltBytes);
      const cipher = createCipheriv('chacha20-poly1305', await wrappingKey(passphrase, salt, workFactor), Buffer.alloc(12), {
        authTagLength: tagBytes,
      });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      return [new Stanza(['scrypt', withoutPadding(salt), String(workFactor)], body)];
    },
  };
}

/** Opens what a passphrase wraps; null for another passphrase and for files with other recipients. Errors: throws for a malformed header. */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const [stanza] = stanzas;
      if (stanza === undefined || stanza.args[0] !== 'scrypt') return null;
      const [, saltText = '', factorText = ''] = stanza.args;
      const salt = Buffer.from(saltText, 'base64');
      const factor = Number(factorText);
      const isSound =
        stanzas.length === 1 &&
        salt.byteLength === saltBytes &&
        /^[1-9]\d?$/.test(factorText) &&
        factor <= maxWorkFactor &&
        stanza.body.byteLength === wrappedBytes;
      if (!isSound) throw new Error('malformed scrypt recipient');
      const decipher = createDecipheriv('chacha20-poly1305', await wrappingKey(passphrase, salt, factor), Buffer.alloc(12), {
        authTagLength: tagBytes,
      });
      decipher.setAuthTag(stanza.body.subarray(-tagBytes));
      const fileKey = decipher.update(stanza.body.subarray(0, -tagBytes));
      try {
        decipher.final();
        return new Uint8Array(fileKey);
      } catch {
        return null; // another passphrase
      }
    },
  };
}

function wrappingKey(passphrase: string, salt: Buffer, factor: number): Promise<Buffer> {
  const N = 2 ** factor;
  return derive(passphrase, Buffer.concat([Buffer.from(label), salt]), 32, { N, r: 8, p: 1, maxmem: 129 * N * 8 });
}

function withoutPadding(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
