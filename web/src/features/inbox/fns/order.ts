import type { Conversation, ConversationSort, Message } from '@kabar/contract';

type Order = (a: Conversation, b: Conversation) => number;

const byActivity: Order = (a, b) =>
  Date.parse(b.last_activity_at) - Date.parse(a.last_activity_at) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

const byWaiting: Order = (a, b) =>
  Date.parse(a.waiting_since ?? a.last_activity_at) - Date.parse(b.waiting_since ?? b.last_activity_at) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Order of the list of conversations: newest activity first, or who has waited longest first. */
export function conversationOrder(sort: ConversationSort | undefined): Order {
  return sort === 'waiting_longest' ? byWaiting : byActivity;
}

/** Order in which the server pages a thread: newest message first. */
export function compareMessages(a: Message, b: Message): number {
  return Date.parse(b.occurred_at) - Date.parse(a.occurred_at) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
