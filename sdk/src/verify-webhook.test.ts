import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyWebhook, WebhookVerificationError, type VerifyWebhookOptions, type WebhookProblem } from './verify-webhook.ts';

// The worked example of the specification.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"test": 2432232314}';
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const now = new Date(1_614_265_330_000);
const otherSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

async function problemOf(options: Partial<VerifyWebhookOptions>): Promise<WebhookProblem> {
  const error: unknown = await verifyWebhook({ body, headers, keys: secret, now, ...options }).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WebhookVerificationError)) throw error;
  expect(error.message).not.toBe('');
  return error.problem;
}

function hmacOf(text: string, id = headers['webhook-id'], timestamp = headers['webhook-timestamp']): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64')}`;
}

describe('proving a webhook', () => {
  it("takes the specification's own example, as text and as bytes, with headers of every kind", async () => {
    const proved = { id: headers['webhook-id'], sentAt: now, payload: { test: 2_432_232_314 } };
    expect(await verifyWebhook({ body, headers, keys: secret, now })).toEqual(proved);
    expect(await verifyWebhook({ body: Buffer.from(body), headers: new Headers(headers), keys: secret, now })).toEqual(proved);
    const loud = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(await verifyWebhook({ body, headers: loud, keys: secret.slice('whsec_'.length), now })).toEqual(proved);
  });

  it('takes an Ed25519 signature with the public key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const signature = sign(null, Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`), privateKey);
    const keys = `whpk_${publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')}`;
    const signed = { ...headers, 'webhook-signature': `v1a,${signature.toString('base64')}` };
    expect(await verifyWebhook({ body, headers: signed, keys, now })).toMatchObject({ payload: { test: 2_432_232_314 } });
    expect(await problemOf({ body: `${body} `, headers: signed, keys })).toBe('signature_wrong');
    // The bytes of a public key must never do as a shared secret, which anybody could then sign with.
    const forged = createHmac('sha256', Buffer.from(keys.slice(5), 'base64')).update(
      `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`,
    );
    expect(await problemOf({ headers: { ...headers, 'webhook-signature': `v1,${forged.digest('base64')}` }, keys })).toBe(
      'signature_wrong',
    );
  });

  it('takes any of several signatures and any of several keys, while secrets change', async () => {
    const several = { ...headers, 'webhook-signature': `v9,abc v1,AAAA ${headers['webhook-signature']} v1,not-base64!` };
    expect(await verifyWebhook({ body, headers: several, keys: [otherSecret, secret], now })).toMatchObject({ sentAt: now });
  });

  it('refuses what was changed on the way', async () => {
    expect(await problemOf({ body: body.replace('2432', '2433') })).toBe('signature_wrong');
    expect(await problemOf({ headers: { ...headers, 'webhook-id': 'msg_other' } })).toBe('signature_wrong');
    expect(await problemOf({ headers: { ...headers, 'webhook-timestamp': '1614265331' } })).toBe('signature_wrong');
    expect(await problemOf({ keys: otherSecret })).toBe('signature_wrong');
    expect(await problemOf({ keys: [] })).toBe('signature_wrong');
    expect(await problemOf({ headers: { ...headers, 'webhook-signature': 'v1,' } })).toBe('signature_wrong');
  });

  it('refuses what is too old or too new, to the second', async () => {
    const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
    await expect(verifyWebhook({ body, headers, keys: secret, now: at(300) })).resolves.toBeDefined();
    await expect(verifyWebhook({ body, headers, keys: secret, now: at(-300) })).resolves.toBeDefined();
    expect(await problemOf({ now: at(301) })).toBe('timestamp_outside_tolerance');
    expect(await problemOf({ now: at(-301) })).toBe('timestamp_outside_tolerance');
    expect(await problemOf({ now: at(11), toleranceSeconds: 10 })).toBe('timestamp_outside_tolerance');
    for (const timestamp of ['', 'yesterday', '1e9', '-1']) {
      expect(await problemOf({ headers: { ...headers, 'webhook-timestamp': timestamp } })).toBe('timestamp_outside_tolerance');
    }
  });

  it('says what is missing or cannot be read', async () => {
    for (const name of Object.keys(headers))
      expect(await problemOf({ headers: { ...headers, [name]: undefined } }), name).toBe('header_missing');
    expect(await problemOf({ keys: 'whsec_' })).toBe('key_unusable');
    expect(await problemOf({ keys: 'whpk_AAAA' })).toBe('key_unusable');
    expect(await problemOf({ keys: 'whsec_%%%' })).toBe('key_unusable');
    expect(await problemOf({ body: 'not json', headers: { ...headers, 'webhook-signature': hmacOf('not json') } })).toBe('body_unreadable');
  });
});
