import { createHmac, sign, type KeyObject } from 'node:crypto';
import type { SecretKind } from './secret-forms.ts';

/** A key that signs for an endpoint. */
export type Signer = { kind: SecretKind; key: KeyObject };

/**
 * Headers that prove a request. Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp` (Unix seconds of this try) and `webhook-signature` over
 * `id.timestamp.body`, one signature per signer, newest first, so that a receiver with either secret of a rotation accepts it.
 * Meta's scheme has one signature in its header, that of the newest secret, over the body alone.
 */
export function signatureHeaders(signers: readonly Signer[], webhookId: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const headers: Record<string, string> = { 'webhook-id': webhookId, 'webhook-timestamp': timestamp };
  const [newest] = signers;
  if (newest?.kind === 'meta') {
    headers['x-hub-signature-256'] = `sha256=${createHmac('sha256', newest.key).update(body).digest('hex')}`;
    return headers;
  }
  const content = `${webhookId}.${timestamp}.${body}`;
  headers['webhook-signature'] = signers.map((signer) => signatureOf(signer, content)).join(' ');
  return headers;
}

function signatureOf({ kind, key }: Signer, content: string): string {
  if (kind === 'ed25519') return `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`;
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
