import { ID_PREFIXES } from '@kabar/contract';
import { fromPublicId, toPublicId } from '#platform/ids';

/**
 * Ids of files as this surface hands them out: decimal digits like Meta's, being the number that our id is. Far longer than Meta's own, so that the
 * two never meet.
 */

const ownForm = /^[1-9]\d{29,38}$/;
const limit = 1n << 128n;

/** A file's id on this surface. `mediaId` is the database id. */
export function graphMediaId(mediaId: string): string {
  return BigInt(`0x${mediaId.replaceAll('-', '')}`).toString();
}

/** The database id of a file, from its id on this surface or its public id (`med_…`); null for ids of Meta's and anything else. */
export function readGraphMediaId(text: string): string | null {
  if (!ownForm.test(text)) return fromPublicId(ID_PREFIXES.media, text);
  const number = BigInt(text);
  if (number >= limit) return null;
  return number
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The id by which the message path knows a file: our public id for our files, Meta's own for others. */
export function nativeMediaId(text: string): string {
  const id = readGraphMediaId(text);
  return id === null ? text : toPublicId(ID_PREFIXES.media, id);
}
