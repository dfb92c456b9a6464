import type { Readable } from 'node:stream';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { StorageError } from '#platform/storage/object-storage';
import { scanFile, storeThumbnail } from './check-file.ts';
import { headBytes, judgeFile } from './judge-file.ts';
import type { MediaContext } from './media-context.ts';
import { objectPlace, ownerKeys, sealColumn, storageKeyOf } from './media-keys.ts';
import { overQuotaReason } from './media-usage.ts';
import { deleteUpload, insertUpload, updateUploadStored, updateUsed, type MediaRow } from './media.sql.ts';
import { cleanFilename, joined, readHead } from './upload-media.ts';

/** A file that belongs to a contact and came by no message, e.g. with their data from another installation. */
export type StoredFile = {
  workspaceId: string;
  contactId: string;
  filename: string;
  content: Readable;
  maxBytes: number;
};

/**
 * Stores a file as one of a contact's, sealed under their key, so that it goes with them. What it is is read from its bytes; malware is not kept. Gives
 * its database id, or null where it was not kept: malware, too large, empty, no space left, or the contact was erased meanwhile.
 *
 * Errors: those of the storage and the database; nothing is left behind then but a row that is cleared up later.
 */
export async function storeFileOf(ctx: MediaContext, file: StoredFile): Promise<string | null> {
  const { workspaceId, contactId } = file;
  const keys = await ownerKeys(ctx, file);
  if (keys === null || (await overQuotaReason(ctx, workspaceId, 0)) !== null) {
    file.content.destroy();
    return null;
  }
  const source = file.content[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // a byte stream gives buffers
  const head = await readHead(source);
  const verdict = await judgeFile(head.bytes.subarray(0, headBytes), 'application/octet-stream');
  const kind = verdict.ok ? verdict.kind : 'document';
  const mimeType = verdict.ok ? verdict.mimeType : 'application/octet-stream';
  const id = ctx.ids.uuid();
  const storageKey = storageKeyOf(workspaceId, id, 0);
  const filenameSealed = sealColumn(keys.primary, workspaceId, id, 'filename', cleanFilename(file.filename));
  const row = { workspaceId, id, contactId, kind, mimeType, filenameSealed, storageKey, at: ctx.clock.now() };
  await tenantQuery(ctx.db, workspaceId, insertUpload(row));
  const drop = async (): Promise<null> => {
    await ctx.storage.delete(storageKey);
    await withTenant(ctx.db, workspaceId, (tx) => tx.query(deleteUpload(workspaceId, id)));
    return null;
  };
  try {
    const place = objectPlace(workspaceId, id);
    const content = joined(head, source, () => false);
    const stored = await ctx.storage.put({ name: storageKey, owner: keys.primary, place, source: content, maxBytes: file.maxBytes });
    const open = () => ctx.storage.get({ name: storageKey, owner: keys, place, sealedKey: stored.sealedKey });
    const scan = await scanFile(ctx, open);
    if (scan === 'infected' || (await overQuotaReason(ctx, workspaceId, stored.sizeBytes)) !== null) return await drop();
    const picture = { workspaceId, id, mimeType, sizeBytes: stored.sizeBytes, owner: keys.primary, version: 0 };
    const thumbnail = await storeThumbnail(ctx, picture, open);
    const { sizeBytes, sha256, sealedKey: objectKeySealed } = stored;
    const now = ctx.clock.now();
    const facts = { sizeBytes, sha256, objectKeySealed, scan, thumbnail };
    await withTenant(ctx.db, workspaceId, async (tx) => {
      const [kept] = await tx.query<MediaRow>(updateUploadStored(workspaceId, id, facts, now));
      if (kept === undefined) throw new Error('a file vanished while it was stored');
      await tx.query(updateUsed(workspaceId, [id], now));
    });
    return id;
  } catch (error) {
    await drop();
    if (error instanceof StorageError && error.code === 'too_large') return null;
    throw error;
  }
}
