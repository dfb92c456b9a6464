import type { Conversation, Message } from '@kabar/contract';

/** Order of the list of conversations: newest activity first. */
export function compareConversations(a: Conversation, b: Conversation): number {
  return Date.parse(b.last_activity_at) - Date.parse(a.last_activity_at) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** Order in which the server pages a thread: newest message first. */
export function compareMessages(a: Message, b: Message): number {
  return Date.parse(b.occurred_at) - Date.parse(a.occurred_at) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
