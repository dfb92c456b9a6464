import type { Keyring } from '#modules/keyring';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';

/** The part of a request that cannot be made again from its event. */
export type StoredRequest = { body: string; isTruncated: boolean };
/** The part of an answer that is kept. */
export type StoredResponse = { headers: Record<string, string>; body: string; isTruncated: boolean };

const maxRequestChars = 16_384;
const maxResponseBytes = 1_024;

/** Headers of an answer that help to see what went wrong; everything else is dropped. */
const keptHeaders = ['content-type', 'content-length', 'date', 'server', 'retry-after', 'location'];

/** The key for what was said about a contact; the workspace's where it was about nobody. Null when the contact was erased. */
export async function contentRing(keyring: Keyring, workspaceId: string, contactId: string | null): Promise<KeyRing | null> {
  if (contactId === null) return keyring.workspaceKeys(workspaceId);
  return (await keyring.contactKeys([{ workspaceId, contactId }])).get(contactId) ?? null;
}

/** Seals the body of a request. */
export function sealRequest(ring: KeyRing, workspaceId: string, attemptId: string, body: string): Buffer {
  const stored: StoredRequest = { body: body.slice(0, maxRequestChars), isTruncated: body.length > maxRequestChars };
  return seal(ring.primary, place(workspaceId, 'request_sealed', attemptId), JSON.stringify(stored));
}

/** Seals the first KiB of an answer with the headers that matter. `body` null: it could not be read to its end. */
export function sealResponse(
  ring: KeyRing,
  workspaceId: string,
  attemptId: string,
  answer: { headers: Readonly<Record<string, string | string[] | undefined>>; body: Buffer | null },
): Buffer {
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = answer.headers[name];
      return value === undefined ? [] : [[name, (Array.isArray(value) ? value.join(', ') : value).slice(0, 300)]];
    }),
  );
  const stored: StoredResponse = {
    headers,
    // A NUL cannot be shown, and half a character at the cut becomes a replacement sign.
    body: (answer.body ?? Buffer.alloc(0)).subarray(0, maxResponseBytes).toString('utf8').replaceAll('\u0000', '\uFFFD'),
    isTruncated: answer.body === null || answer.body.byteLength > maxResponseBytes,
  };
  return seal(ring.primary, place(workspaceId, 'response_sealed', attemptId), JSON.stringify(stored));
}

/** Opens what was sent; null when its key was destroyed. */
export function openRequest(ring: KeyRing | null, workspaceId: string, attemptId: string, sealed: Buffer): StoredRequest | null {
  const text = openAt(ring, place(workspaceId, 'request_sealed', attemptId), sealed);
  return text === null ? null : (JSON.parse(text) as StoredRequest); // sealed above
}

/** Opens what was answered; null when its key was destroyed. */
export function openResponse(ring: KeyRing | null, workspaceId: string, attemptId: string, sealed: Buffer): StoredResponse | null {
  const text = openAt(ring, place(workspaceId, 'response_sealed', attemptId), sealed);
  return text === null ? null : (JSON.parse(text) as StoredResponse); // sealed above
}

function openAt(ring: KeyRing | null, aad: readonly string[], sealed: Buffer): string | null {
  if (ring === null) return null;
  try {
    return openText(ring, aad, sealed);
  } catch (error) {
    // Sealed for a contact that was split off and erased since.
    if (error instanceof SealError && error.code === 'unknown_key') return null;
    throw error;
  }
}

function place(workspaceId: string, column: string, attemptId: string): string[] {
  return [workspaceId, 'webhook_attempts', column, attemptId];
}
