import type { Conversation } from '@kabar/contract';
import type { Addressee } from './outbox.ts';

/** Who gets a message that is written in this conversation. */
export function addresseeOf(conversation: Conversation): Addressee {
  return { conversationId: conversation.id, numberId: conversation.number_id, contactId: conversation.contact.id };
}
