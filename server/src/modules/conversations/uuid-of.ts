import { ID_PREFIXES } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';

/** Database ids of public ones, each once. Errors: `not_found`. */
export function uuidsOf(kind: 'tag' | 'conversation', publicIds: readonly string[]): string[] {
  return [...new Set(publicIds.map((publicId) => uuidOf(kind, publicId)))];
}

/** The database id of a public one. Errors: `not_found`. */
export function uuidOf(
  kind: 'member' | 'team' | 'tag' | 'conversation' | 'number' | 'contact' | 'view' | 'attribute' | 'bulkAction',
  publicId: string,
): string {
  const id = fromPublicId(ID_PREFIXES[kind], publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
