import type { Conversation, Message } from '@kabar/contract';
import type { I18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { typeNames } from './message-kind.ts';
import { asRecord, textAt } from './read-content.ts';
import { parseWhatsAppText, plainText } from './whatsapp-text.ts';

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** The last message of a conversation as one line of text, without WhatsApp's marks. */
export function previewLine(last: NonNullable<Conversation['last_message']>, i18n: I18n): string {
  const preview = oneLine(plainText(parseWhatsAppText(last.preview.slice(0, 400))));
  const name = i18n._(typeNames[last.type]);
  switch (last.type) {
    case 'text':
      // A text is never empty: this one was taken back.
      return preview || t(i18n)`Deleted message`;
    case 'button':
    case 'system':
      return preview || name;
    case 'template':
      return preview ? t(i18n)`Template: ${preview}` : name;
    case 'reaction':
      return preview ? t(i18n)`Reacted with ${preview}` : t(i18n)`Took a reaction back`;
    default:
      return preview || name;
  }
}

/** One line for a quoted message or for a screen reader, from the message itself. */
export function messageLine(message: Pick<Message, 'type' | 'content'>, i18n: I18n): string {
  return oneLine(plainText(parseWhatsAppText(lineOf(message).slice(0, 600)))) || i18n._(typeNames[message.type]);
}

function lineOf({ type, content }: Pick<Message, 'type' | 'content'>): string {
  switch (type) {
    case 'text':
      return textAt(content, 'body');
    case 'image':
    case 'video':
      return textAt(content, 'caption');
    case 'document':
      return textAt(content, 'caption') || textAt(content, 'filename');
    case 'location':
      return textAt(content, 'name') || textAt(content, 'address');
    case 'contacts':
      return textAt(Array.isArray(content) ? content[0] : undefined, 'name', 'formatted_name');
    case 'button':
      return textAt(content, 'text');
    case 'template':
      return textAt(content, 'name');
    case 'interactive': {
      const value = asRecord(content);
      return (
        textAt(value, 'button_reply', 'title') ||
        textAt(value, 'list_reply', 'title') ||
        textAt(value, 'nfm_reply', 'body') ||
        textAt(value, 'body', 'text')
      );
    }
    case 'system':
      return textAt(content, 'body');
    case 'order':
      return textAt(content, 'text');
    default:
      return '';
  }
}
