import type { Message } from '@kabar/contract';
import { textAt } from './read-content.ts';

/** Where the file of a message is. `pending`: WhatsApp has announced it and it is still being fetched. */
export type MediaPlace = { kind: 'ours'; mediaId: string } | { kind: 'link'; href: string } | { kind: 'pending' };

/** The file of a message: ours by id, at an address of elsewhere, or not here yet. */
export function mediaPlace(message: Pick<Message, 'media_id' | 'content'>): MediaPlace {
  if (message.media_id !== null) return { kind: 'ours', mediaId: message.media_id };
  const id = textAt(message.content, 'id');
  if (id.startsWith('med_')) return { kind: 'ours', mediaId: id };
  const link = textAt(message.content, 'link');
  return link === '' ? { kind: 'pending' } : { kind: 'link', href: link };
}
