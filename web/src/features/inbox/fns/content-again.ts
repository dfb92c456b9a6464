import type { Message } from '@kabar/contract';
import type { OutgoingContent } from '../outbox/outbox.ts';

/** States in which it is certain that the customer did not get the message. */
const certain: ReadonlySet<Message['status']> = new Set(['failed', 'skipped', 'cancelled']);

/**
 * The content for sending a message once more as a new one, or null where that is not safe (it may have arrived) or makes no sense (its
 * file is gone, or it is a kind that is made in another place).
 */
export function contentAgain(message: Message): OutgoingContent | null {
  if (message.direction !== 'out' || !certain.has(message.status) || message.revoked_at !== null) return null;
  const content = message.content as Record<string, unknown>; // Meta's object for the type
  switch (message.type) {
    case 'text':
      return typeof content['body'] === 'string' ? { type: 'text', text: { body: content['body'] } } : null;
    case 'template':
      return typeof content['name'] === 'string'
        ? { type: 'template', template: content as NonNullable<OutgoingContent['template']> } // as it was accepted before
        : null;
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker': {
      if (message.media_id === null) return null;
      const { caption, filename } = content;
      const file = {
        id: message.media_id,
        ...(typeof caption === 'string' && caption !== '' ? { caption } : {}),
        ...(message.type === 'document' && typeof filename === 'string' ? { filename } : {}),
      };
      return { type: message.type, [message.type]: file };
    }
    default:
      return null;
  }
}
