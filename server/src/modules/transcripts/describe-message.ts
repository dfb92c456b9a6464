import type { Message } from '@kabar/contract';
import type { TranscriptLine } from './transcript-line.ts';

type Content = Record<string, unknown>;

/** Names beside a message: whom it is from when it has no author with a name. */
export type MessageNames = { contact: string; number: string };

/** A message as a line of a transcript. Never throws, whatever the content holds. */
export function describeMessage(message: Message, names: MessageNames, linkOf: (messageId: string) => string): TranscriptLine {
  return {
    kind: 'message',
    id: message.id,
    at: new Date(message.occurred_at),
    direction: message.direction,
    author: authorOf(message, names),
    type: message.type,
    status: message.direction === 'in' ? null : message.status,
    text: message.revoked_at === null ? describeContent(message.type, message.content) : '[This message was deleted by its sender]',
    marks: marksOf(message),
    mediaId: message.media_id,
    link: message.media_id === null ? null : linkOf(message.id),
  };
}

function authorOf({ author }: Message, names: MessageNames): string {
  switch (author.kind) {
    case 'contact':
      return names.contact;
    case 'member':
      return author.name ?? 'A former member';
    case 'api_key':
      return author.name === null ? 'API' : `API key ${author.name}`;
    case 'phone':
      return `${names.number} (WhatsApp Business app)`;
    case 'system':
      return `${names.number} (automatic)`;
  }
}

function marksOf(message: Message): string[] {
  const marks: string[] = [];
  if (message.edited_at !== null && message.revoked_at === null) marks.push('edited');
  if (message.revoked_at !== null) marks.push('deleted');
  if (message.forwarded) marks.push('forwarded');
  if (message.reply_to !== null) marks.push(message.reply_to.message_id === null ? 'reply' : `reply to ${message.reply_to.message_id}`);
  if (message.referral !== null) marks.push('came from an ad');
  if (message.reason !== null) marks.push(`${message.status}: ${message.reason.title}`);
  else if (message.direction === 'out' && ['failed', 'held', 'skipped', 'cancelled', 'unknown'].includes(message.status))
    marks.push(message.status);
  for (const { emoji, by } of message.reactions) marks.push(`${by === 'contact' ? 'customer' : 'we'} reacted ${emoji}`);
  return marks;
}

/** The content of a message in words. Never throws. */
export function describeContent(type: Message['type'], content: Message['content']): string {
  const value = objectOf(content);
  switch (type) {
    case 'text':
      return textOf(value['body']);
    case 'image':
      return withCaption('Photo', value);
    case 'video':
      return withCaption('Video', value);
    case 'audio':
      return value['voice'] === true ? '[Voice message]' : '[Audio]';
    case 'document':
      return withCaption(join(': ', 'File', textOf(value['filename'])), value);
    case 'sticker':
      return '[Sticker]';
    case 'location':
      return describeLocation(value);
    case 'contacts':
      return `[${join(': ', 'Contact card', listOf(content).map(describeCard).filter(Boolean).join(', '))}]`;
    case 'reaction':
      return textOf(value['emoji']) === '' ? '[Reaction taken back]' : `[Reaction ${textOf(value['emoji'])}]`;
    case 'interactive':
      return describeInteractive(value);
    case 'template':
      return describeTemplate(value);
    case 'button':
      return textOf(value['text']) || '[Button]';
    case 'order':
      return join('\n', `[Order of ${listOf(value['product_items']).length} items]`, textOf(value['text']));
    case 'product':
      return '[Product]';
    case 'system':
      return `[${textOf(value['body']) || 'Notice of WhatsApp'}]`;
    case 'unsupported':
      return '[A message that WhatsApp does not hand out]';
    case 'unknown':
      return '[A message of an unknown type]';
  }
}

function describeLocation(value: Content): string {
  const place = join(', ', textOf(value['name']), textOf(value['address']));
  const spot = join(', ', numberOf(value['latitude']), numberOf(value['longitude']));
  return `[${join(': ', 'Location', join(' ', place, spot === '' ? '' : `(${spot})`))}]`;
}

function describeCard(card: unknown): string {
  const value = objectOf(card);
  const phones = listOf(value['phones']).map((phone) => textOf(objectOf(phone)['phone']));
  return join(' ', textOf(objectOf(value['name'])['formatted_name']), ...phones);
}

function describeInteractive(value: Content): string {
  const picked = [objectOf(value['button_reply']), objectOf(value['list_reply'])].find((reply) => textOf(reply['title']) !== '');
  if (picked !== undefined) return `[Chose] ${join(': ', textOf(picked['title']), textOf(picked['description']))}`;
  if (value['nfm_reply'] !== undefined) return '[Answered a form]';
  const action = objectOf(value['action']);
  const buttons = listOf(action['buttons']).map((button) => textOf(objectOf(objectOf(button)['reply'])['title']));
  const rows = listOf(action['sections']).flatMap((section) =>
    listOf(objectOf(section)['rows']).map((row) => textOf(objectOf(row)['title'])),
  );
  const choices = [...buttons, ...rows].filter((choice) => choice !== '');
  const header = textOf(objectOf(value['header'])['text']);
  const parts = [header, textOf(objectOf(value['body'])['text']), textOf(objectOf(value['footer'])['text'])];
  return join('\n', ...parts, choices.length === 0 ? '' : `[Choices: ${choices.join(' / ')}]`) || '[Interactive message]';
}

function describeTemplate(value: Content): string {
  const language = textOf(objectOf(value['language'])['code']);
  const parameters = listOf(value['components']).flatMap((component) =>
    listOf(objectOf(component)['parameters']).map((parameter) => textOf(objectOf(parameter)['text'])),
  );
  const filled = parameters.filter((parameter) => parameter !== '');
  return join(' ', `[Template ${join(', ', textOf(value['name']), language)}]`, filled.join(' | '));
}

function withCaption(what: string, value: Content): string {
  return join(' ', `[${what}]`, textOf(value['caption']));
}

function join(separator: string, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []; // just checked
}

function objectOf(value: unknown): Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Content) : {}; // just checked
}
