import type { EngineTx } from '#platform/db/tx';
import { deleteOfMessages, emptyMedia, type ForgottenFile } from './forget-media.sql.ts';
import type { MediaContext } from './media-context.ts';

/** Names of objects to delete once the transaction has committed. */
export type ForgottenObjects = string[];

/**
 * Removes the files of messages that are being removed: those that came with them, and those sent with them that nothing else uses. Call it after
 * the messages are gone, in the same transaction, and `deleteObjects` after it committed: a process killed in between leaves bytes whose key is
 * gone.
 */
export async function forgetMediaOfMessages(
  tx: EngineTx,
  workspaceId: string,
  messageIds: readonly string[],
  mediaIds: readonly string[],
): Promise<ForgottenObjects> {
  return objectsOf(await tx.query<ForgottenFile>(deleteOfMessages(workspaceId, messageIds, mediaIds)));
}

/** Empties files whose messages stay: bytes, name and fingerprint go, the row says that the time was over. Otherwise like `forgetMediaOfMessages`. */
export async function expireMedia(tx: EngineTx, workspaceId: string, mediaIds: readonly string[]): Promise<ForgottenObjects> {
  return objectsOf(await tx.query<ForgottenFile>(emptyMedia(workspaceId, mediaIds)));
}

/** Deletes the bytes of forgotten files. Errors: those of the storage; call it again then. */
export async function deleteObjects(ctx: { storage: Pick<MediaContext['storage'], 'delete'> }, names: ForgottenObjects): Promise<void> {
  for (const name of names) await ctx.storage.delete(name);
}

function objectsOf(files: readonly ForgottenFile[]): ForgottenObjects {
  return files.flatMap(({ storageKey, thumbKey }) => [storageKey, thumbKey].filter((name) => name !== null));
}
