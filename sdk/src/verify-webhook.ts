/** Why a request is not taken for one of Kabar's. */
export type WebhookProblem = 'header_missing' | 'timestamp_outside_tolerance' | 'signature_wrong' | 'key_unusable' | 'body_unreadable';

const sentences: Readonly<Record<WebhookProblem, string>> = {
  header_missing:
    'The request lacks webhook-id, webhook-timestamp or webhook-signature, so Kabar did not send it, or something on the way took them off.',
  timestamp_outside_tolerance:
    'The request was signed too long ago or in the future. Check this clock; otherwise somebody may be repeating an old request.',
  signature_wrong:
    'No signature belongs to this body and these keys. Give the body as it arrived, byte for byte, and the key of this endpoint.',
  key_unusable: 'A key is neither a secret (whsec_…) nor a public key (whpk_…) of an endpoint.',
  body_unreadable: 'The signature is right, but the body is not JSON.',
};

/** What `verifyWebhook` rejects with. Answer such a request with 400 and do nothing else. */
export class WebhookVerificationError extends Error {
  readonly problem: WebhookProblem;

  constructor(problem: WebhookProblem, options?: ErrorOptions) {
    super(sentences[problem], options);
    this.name = 'WebhookVerificationError';
    this.problem = problem;
  }
}

/** Headers as servers hand them over: of the Fetch API, of Node.js, or a plain object. Names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request that is to be proved. */
export type VerifyWebhookOptions = {
  /** The body exactly as it arrived. JSON that was parsed and written again is another text. */
  body: string | Uint8Array;
  headers: WebhookHeaders;
  /** Secrets (`whsec_…`) or public keys (`whpk_…`) of the endpoint; several while they change. One that fits is enough. */
  keys: string | readonly string[];
  /** How old or new the request may be, in seconds. Default 300. */
  toleranceSeconds?: number | undefined;
  /** The present. Default: this machine's clock. */
  now?: Date | undefined;
};

/** A proved request. `id` stays the same over all tries of one event: keep it to do nothing twice. */
export type VerifiedWebhook<T = unknown> = { id: string; sentAt: Date; payload: T };

const defaultToleranceSeconds = 300;

/**
 * Proves that a webhook request comes from the Kabar that holds the other half of a key, unchanged and recent, and gives its parsed body. Works in
 * Node.js 20 and later and in browsers, by Web Crypto; the comparison takes the same time whatever is wrong.
 * Source: Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-21.
 *
 * Errors: rejects with `WebhookVerificationError`.
 */
export async function verifyWebhook<T = unknown>(options: VerifyWebhookOptions): Promise<VerifiedWebhook<T>> {
  const id = headerOf(options.headers, 'webhook-id');
  const timestamp = headerOf(options.headers, 'webhook-timestamp');
  const given = headerOf(options.headers, 'webhook-signature');
  if (id === null || timestamp === null || given === null) throw new WebhookVerificationError('header_missing');
  const sentAt = readTimestamp(timestamp, options);
  const body = typeof options.body === 'string' ? new TextEncoder().encode(options.body) : options.body;
  const signed = concat(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  const signatures = readSignatures(given);
  const keys = await Promise.all([options.keys].flat().map(importKey));
  let isProved = false;
  // Every pair is tried, also behind one that fits, so that time tells nothing.
  for (const { version, algorithm, key } of keys) {
    for (const signature of signatures) {
      if (signature.version !== version) continue;
      if (await crypto.subtle.verify(algorithm, key, signature.bytes, signed)) isProved = true;
    }
  }
  if (!isProved) throw new WebhookVerificationError('signature_wrong');
  try {
    // The signature proves who wrote it; the caller says what it expects from them.
    return { id, sentAt, payload: JSON.parse(new TextDecoder().decode(body)) as T };
  } catch (cause) {
    throw new WebhookVerificationError('body_unreadable', { cause });
  }
}

function readTimestamp(text: string, { toleranceSeconds = defaultToleranceSeconds, now = new Date() }: VerifyWebhookOptions): Date {
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(now.getTime() / 1_000 - seconds) <= toleranceSeconds)) throw new WebhookVerificationError('timestamp_outside_tolerance');
  return new Date(seconds * 1_000);
}

type Version = 'v1' | 'v1a';
type Bytes = Uint8Array<ArrayBuffer>;
/** Spelled so that it is the same type with the types of browsers and with those of Node.js. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

function readSignatures(header: string): { version: Version; bytes: Bytes }[] {
  return header.split(' ').flatMap((part) => {
    const [version, text] = part.split(',');
    if ((version !== 'v1' && version !== 'v1a') || text === undefined) return []; // of a later version
    const bytes = fromBase64(text);
    return bytes === null ? [] : [{ version, bytes }];
  });
}

async function importKey(text: string): Promise<{ version: Version; algorithm: string; key: Key }> {
  const isPublic = text.startsWith('whpk_');
  const bytes = fromBase64(text.replace(/^wh(?:sec|pk)_/, ''));
  if (bytes === null || bytes.length === 0) throw new WebhookVerificationError('key_unusable');
  try {
    return isPublic
      ? { version: 'v1a', algorithm: 'Ed25519', key: await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']) }
      : {
          version: 'v1',
          algorithm: 'HMAC',
          key: await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']),
        };
  } catch (cause) {
    throw new WebhookVerificationError('key_unusable', { cause });
  }
}

function headerOf(headers: WebhookHeaders, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() !== name || value === undefined) continue;
    return typeof value === 'string' ? value : value.join(' ');
  }
  return null;
}

function fromBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    // Not base64: the caller says what that means where it stands.
    return null;
  }
}

function concat(first: Uint8Array, second: Uint8Array): Bytes {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
