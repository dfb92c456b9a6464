import type { Message } from '@kabar/contract';
import { isLost } from './message-kind.ts';
import { textAt } from './read-content.ts';

/**
 * Puts reactions that we sent onto the messages they belong to and takes them out of the thread. A reaction whose target
 * is not loaded disappears with it; one that did not go out stays, so that its reason can be read. `messages` oldest first.
 */
export function foldReactions(messages: readonly Message[]): Message[] {
  const ours = new Map<string, Message>();
  for (const message of messages) {
    if (message.type !== 'reaction' || message.direction !== 'out' || isLost(message)) continue;
    const target = message.reply_to?.message_id ?? textAt(message.content, 'message_id');
    if (target) ours.set(target, message);
  }
  return messages.flatMap((message) => {
    if (message.type === 'reaction') return isLost(message) ? [message] : [];
    const own = ours.get(message.id) ?? (message.wamid === null ? undefined : ours.get(message.wamid));
    if (!own) return [message];
    const known = message.reactions.find(({ by }) => by === 'business');
    if (known && Date.parse(known.at) > Date.parse(own.occurred_at)) return [message];
    const emoji = textAt(own.content, 'emoji');
    const others = message.reactions.filter(({ by }) => by !== 'business');
    return [{ ...message, reactions: emoji === '' ? others : [...others, { emoji, by: 'business' as const, at: own.occurred_at }] }];
  });
}
