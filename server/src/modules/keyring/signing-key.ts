import { signingKeyOf, type SigningKey } from '#platform/crypto/signed-document';
import { indexKey } from './index-keys.ts';
import type { KeyringContext } from './keyring-context.ts';
import { installationId } from './workspace-keys.ts';

/**
 * The key with which this installation signs receipts and reports. It follows from a secret of the key store, so it is kept, backed up and wrapped by the
 * root key like every other key, and stays the same as long as the key store does.
 */
export async function signingKey(context: KeyringContext): Promise<SigningKey> {
  return signingKeyOf(await indexKey(context, installationId, 'signing'));
}
