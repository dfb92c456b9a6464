import { buffer } from 'node:stream/consumers';
import type { ObjectStorage } from '#platform/storage/object-storage';

/** A small object as a whole. Errors: `StorageError` `not_found`. */
export async function readObject(storage: Pick<ObjectStorage, 'get'>, name: string): Promise<Buffer> {
  return buffer(await storage.get(name));
}
