import { StorageError } from '#platform/storage/object-storage';
import { BackupError } from './backup-error.ts';
import { BackupSummary, objectNames } from './backup-format.ts';
import type { Place } from './places.ts';

/** The summary of a backup in a place. Errors: `BackupError` `not_found`, `incomplete`, `changed`, `unreachable`. */
export async function readSummary(place: Pick<Place, 'storage' | 'label'>, publicId: string): Promise<BackupSummary> {
  const text = await readText(place, `${publicId}/${objectNames.summary}`);
  if (text === null) {
    for await (const _ of place.storage.list(publicId)) throw new BackupError('incomplete', publicId);
    throw new BackupError('not_found', `${publicId} in ${place.label}`);
  }
  try {
    const summary = BackupSummary.parse(JSON.parse(text));
    if (summary.id === publicId) return summary;
  } catch (error) {
    throw new BackupError('changed', objectNames.summary, { cause: error });
  }
  throw new BackupError('changed', objectNames.summary);
}

/** Every finished backup of a place, newest first. What is no backup is passed over. Errors: `BackupError` `unreachable`. */
export async function listSummaries(place: Pick<Place, 'storage' | 'label'>): Promise<BackupSummary[]> {
  const found: BackupSummary[] = [];
  try {
    for await (const { name } of place.storage.list('')) {
      const [publicId = '', object, ...rest] = name.split('/');
      if (object !== objectNames.summary || rest.length > 0) continue;
      const summary = await readSummary(place, publicId).catch(() => null);
      if (summary !== null) found.push(summary);
    }
  } catch (error) {
    throw new BackupError('unreachable', place.label, { cause: error });
  }
  return found.sort((one, other) => other.snapshotAt.localeCompare(one.snapshotAt));
}

async function readText(place: Pick<Place, 'storage' | 'label'>, name: string): Promise<string | null> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of await place.storage.get(name)) pieces.push(piece as Uint8Array); // a byte stream
    return Buffer.concat(pieces).toString('utf8');
  } catch (error) {
    if (error instanceof StorageError && (error.code === 'not_found' || error.code === 'bad_name')) return null;
    throw new BackupError('unreachable', place.label, { cause: error });
  }
}
