import type { KeyRing } from '#platform/crypto/data-key';
import { open, seal, sealedKeyId } from '#platform/crypto/seal';
import type { EngineTx, Statement } from '#platform/db/tx';
import { objectPlace } from './media-keys.ts';

type SealedRow = { id: string; objectKey: Buffer | null; filename: Buffer | null; providerRef: Buffer | null };

/**
 * Gives the files of messages to the contact that goes when a merge is taken apart: their keys and names are sealed anew under
 * that contact's key. The bytes stay as they are.
 */
export async function giveMediaBack(
  tx: EngineTx,
  split: { workspaceId: string; fromContactId: string; from: KeyRing; into: KeyRing },
  messageIds: readonly string[],
): Promise<void> {
  const { workspaceId, fromContactId, from, into } = split;
  const rows = await tx.query<SealedRow>(lockOfMessages(workspaceId, messageIds));
  for (const row of rows) {
    const reseal = (aad: readonly string[], sealed: Buffer | null): Buffer | null =>
      sealed === null || from.all.has(sealedKeyId(sealed)) ? sealed : seal(from.primary, aad, open(into, aad, sealed));
    await tx.query(
      updateOwner(workspaceId, row.id, fromContactId, {
        id: row.id,
        objectKey: reseal(['object key', ...objectPlace(workspaceId, row.id)], row.objectKey),
        filename: reseal([workspaceId, 'media', 'filename', row.id], row.filename),
        providerRef: reseal([workspaceId, 'media', 'provider_ref', row.id], row.providerRef),
      }),
    );
  }
}

function lockOfMessages(workspaceId: string, messageIds: readonly string[]): Statement {
  return {
    text: `
      select id, object_key_sealed as "objectKey", filename_sealed as filename, provider_ref_sealed as "providerRef" from media
       where workspace_id = $1 and message_id = any($2::uuid[]) and contact_id is not null order by id for update`,
    values: [workspaceId, messageIds],
  };
}

function updateOwner(workspaceId: string, id: string, contactId: string, row: SealedRow): Statement {
  return {
    text: `
      update media set contact_id = $3, object_key_sealed = $4, filename_sealed = $5, provider_ref_sealed = $6
       where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, contactId, row.objectKey, row.filename, row.providerRef],
  };
}
