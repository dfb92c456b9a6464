import { SigningKey } from '@kabar/contract';
import { defineRoute, type Route } from '#platform/http/route';
import type { Keyring } from './keyring.ts';

/** Route of the public half of the signing key. */
export function keyringRoutes(keyring: Keyring): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/signing-key',
      summary: 'Get the key that signs receipts',
      description:
        'The public half of the key with which this installation signs receipts and reports, for whoever wants to check one, and of the keys before it: `key_id` in a signature says which one signed.',
      tag: 'Privacy',
      auth: 'public',
      responses: { 200: SigningKey },
      handler: async () => {
        const [{ id, publicKeyPem }, former] = await Promise.all([keyring.signingKey(), keyring.formerSigningKeys()]);
        return {
          key_id: id,
          algorithm: 'Ed25519' as const,
          public_key: publicKeyPem,
          former: former.map((key) => ({ key_id: key.keyId, public_key: key.publicKeyPem, replaced_at: key.replacedAt.toISOString() })),
        };
      },
    }),
  ];
}
