import type { SendableType } from '@kabar/contract';
import { replaceMediaIds } from './message-media.ts';

/** Body of a send as WhatsApp takes it; the content stands under the name of its type. */
export type SendBody = {
  messaging_product: 'whatsapp';
  recipient_type: 'individual';
  to?: string;
  recipient?: string;
  context?: { message_id: string };
  biz_opaque_callback_data?: string;
  type: SendableType;
} & { [K in SendableType]?: unknown };

/** Whom a message goes to: a phone number as digits with country code, or a business-scoped user id. */
export type Recipient = { kind: 'phone'; digits: string } | { kind: 'bsuid'; value: string };

/** A stored message, ready to be sent. */
export type OutgoingMessage = {
  /** Our public id (`msg_…`); WhatsApp gives it back with every status. */
  publicId: string;
  type: SendableType;
  /** The content object as it was accepted. */
  content: unknown;
  recipient: Recipient;
  /** WhatsApp id of the message that is answered, or null. Ignored for reactions, which cannot quote. */
  replyToWamid: string | null;
  /** WhatsApp id of the message a reaction belongs to; required for reactions whose content names our own id. */
  reactionWamid?: string | null;
  /** WhatsApp's media id for each of our media ids in the content. */
  providerMediaIds: ReadonlyMap<string, string>;
};

/**
 * Turns a stored message into the body that WhatsApp takes. Bare digits are sent without a plus: with it, some numbers are
 * refused with 131009, and without a country code WhatsApp would prepend its own.
 *
 * Errors: throws when a media id or the message a reaction belongs to has not been resolved.
 * Source: Meta for Developers, "Send messages", 2025-12; `recipient` from "Business-scoped user ids", 2026-08.
 */
export function buildSendBody(message: OutgoingMessage): SendBody {
  const { recipient } = message;
  const body: SendBody = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(recipient.kind === 'phone' ? { to: recipient.digits } : { recipient: recipient.value }),
    biz_opaque_callback_data: message.publicId,
    type: message.type,
    [message.type]: contentOf(message),
  };
  if (message.replyToWamid !== null && message.type !== 'reaction') body.context = { message_id: message.replyToWamid };
  return body;
}

function contentOf(message: OutgoingMessage): unknown {
  if (message.type !== 'reaction') return replaceMediaIds(message.type, message.content, message.providerMediaIds);
  const content = message.content;
  if (typeof content !== 'object' || content === null || !('message_id' in content)) throw new Error('A reaction without a message');
  const target = message.reactionWamid ?? content.message_id;
  if (typeof target !== 'string' || target.startsWith('msg_')) throw new Error('The message of a reaction was not resolved');
  return { ...content, message_id: target };
}
