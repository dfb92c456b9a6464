import { openText, seal } from '#platform/crypto/seal';
import type { KeyringContext, KeyTx } from './keyring-context.ts';
import { workspaceKeys } from './workspace-keys.ts';

/** Where a secret lies: it opens there and nowhere else. `rowId` is the primary key without the workspace. */
export type SecretPlace = { workspaceId: string; table: string; column: string; rowId: string };

/** Seals a secret of a workspace (access token, app secret) under the workspace key. Errors: as for `workspaceKeys`. */
export async function sealSecret(context: KeyringContext, place: SecretPlace, text: string, tx?: KeyTx): Promise<Buffer> {
  const ring = await workspaceKeys(context, place.workspaceId, tx);
  return seal(ring.primary, aadOf(place), text);
}

/** Opens what `sealSecret` made, also under an older version of the workspace key. Errors: `SealError`. */
export async function openSecret(context: KeyringContext, place: SecretPlace, sealed: Uint8Array, tx?: KeyTx): Promise<string> {
  const ring = await workspaceKeys(context, place.workspaceId, tx);
  return openText(ring, aadOf(place), sealed);
}

function aadOf(place: SecretPlace): string[] {
  return [place.workspaceId, place.table, place.column, place.rowId];
}
