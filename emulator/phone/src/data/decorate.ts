import type { ChatMessage } from './api.ts';
import { pickText } from './formats.ts';

/** What reactions, corrections and deletions have made of each message, by wamid. Messages are in order of time. */
export function decorate(
  messages: readonly ChatMessage[],
): Map<string, { business: string; own: string; text: string | null; isDeleted: boolean }> {
  const result = new Map<string, { business: string; own: string; text: string | null; isDeleted: boolean }>();
  const of = (wamid: string) => {
    const known = result.get(wamid);
    if (known) return known;
    const fresh = { business: '', own: '', text: null, isDeleted: false };
    result.set(wamid, fresh);
    return fresh;
  };
  for (const message of messages) {
    if (message.type === 'reaction' && message.state !== 'failed') {
      const target = of(pickText(message.content, 'message_id'));
      // One reaction per side; an empty one takes it back.
      target[message.isFromCustomer ? 'own' : 'business'] = pickText(message.content, 'emoji');
    } else if (message.type === 'edit') {
      of(pickText(message.content, 'original_message_id')).text = pickText(message.content, 'message', 'text', 'body');
    } else if (message.type === 'revoke') {
      of(pickText(message.content, 'original_message_id')).isDeleted = true;
    }
  }
  return result;
}
