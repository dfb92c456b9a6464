import type { Message, MessageType } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What each type of message is called where its content says nothing. */
export const typeNames: Readonly<Record<MessageType, MessageDescriptor>> = {
  text: msg`Text`,
  image: msg`Photo`,
  video: msg`Video`,
  audio: msg`Audio`,
  document: msg`Document`,
  sticker: msg`Sticker`,
  location: msg`Location`,
  contacts: msg`Contact card`,
  reaction: msg`Reaction`,
  interactive: msg`Choices`,
  template: msg`Template`,
  button: msg`Answer by button`,
  order: msg`Order`,
  product: msg`Product`,
  system: msg`System message`,
  unsupported: msg`Not shown by WhatsApp`,
  unknown: msg`Unknown kind of message`,
};

/** States in which a message of ours never reached the customer. */
const lost: ReadonlySet<Message['status']> = new Set<Message['status']>(['failed', 'skipped', 'cancelled']);

/** Whether the customer has not got this message and will not get it. */
export function isLost(message: Pick<Message, 'direction' | 'status'>): boolean {
  return message.direction === 'out' && lost.has(message.status);
}
