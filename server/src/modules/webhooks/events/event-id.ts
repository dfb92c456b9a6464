import { createHash } from 'node:crypto';

/**
 * The id of an event, made from what happened: the same happening has the same id in every process and however often it is met, so it can be stored only
 * once. The first 48 bits are the time in the subject's id, so that ids of one time lie together; the rest is a hash (RFC 9562, version 8).
 *
 * `subject` is a uuidv7, `what` tells happenings of the same subject apart.
 */
export function eventIdOf(workspaceId: string, subject: string, what: string): string {
  const hash = createHash('sha256').update(`${workspaceId}/${subject}/${what}`).digest('hex');
  const variant = ((Number.parseInt(hash.slice(3, 5), 16) & 0x3f) | 0x80).toString(16);
  return `${subject.slice(0, 13)}-8${hash.slice(0, 3)}-${variant}${hash.slice(5, 7)}-${hash.slice(7, 19)}`;
}
