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
      description: 'The public half of the key with which this installation signs receipts and reports, for whoever wants to check one.',
      tag: 'Privacy',
      auth: 'public',
      responses: { 200: SigningKey },
      handler: async () => {
        const { id, publicKeyPem } = await keyring.signingKey();
        return { key_id: id, algorithm: 'Ed25519' as const, public_key: publicKeyPem };
      },
    }),
  ];
}
