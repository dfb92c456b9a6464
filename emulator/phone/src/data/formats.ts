import type { ChatMessage, CustomerView } from './api.ts';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' });

const DAY_MS = 24 * 3600 * 1000;

function daysAgo(atMs: number, nowMs: number): number {
  const midnight = new Date(nowMs);
  midnight.setHours(0, 0, 0, 0);
  return Math.ceil((midnight.getTime() - atMs) / DAY_MS);
}

/** `14:05`. */
export function formatTime(atMs: number): string {
  return clock.format(atMs);
}

/** `Today`, `Yesterday`, or the day. */
export function formatDay(atMs: number): string {
  const ago = daysAgo(atMs, Date.now());
  if (ago <= 0) return 'Today';
  return ago === 1 ? 'Yesterday' : day.format(atMs);
}

/** Time today, `Yesterday`, or the date: for lists of chats. */
export function formatListTime(atMs: number): string {
  const ago = daysAgo(atMs, Date.now());
  if (ago <= 0) return clock.format(atMs);
  return ago === 1 ? 'Yesterday' : shortDay.format(atMs);
}

/** Name of a person, however little is known. */
export function nameOf(customer: Pick<CustomerView, 'name' | 'username' | 'phone' | 'id'>): string {
  if (customer.name !== '') return customer.name;
  if (customer.username) return `@${customer.username}`;
  return customer.phone === null ? customer.id : `+${customer.phone}`;
}

/** First letters for an avatar. */
export function initialsOf(name: string): string {
  const words = name.replace(/^[@+]/, '').split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => (word ? [...word][0] : ''))
    .join('')
    .toUpperCase();
}

/** A steady hue for a name. */
export function hueOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}

/** Value under a key of an unknown object. */
export function pick(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
}

/** Text under a key of an unknown object, or an empty text. */
export function pickText(value: unknown, ...keys: string[]): string {
  const found = pick(value, ...keys);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

const MEDIA_WORDS: Readonly<Record<string, string>> = {
  image: 'Photo',
  video: 'Video',
  audio: 'Audio',
  document: 'Document',
  sticker: 'Sticker',
  location: 'Location',
  contacts: 'Contact',
  order: 'Order',
};

/** A message in one line, for lists and quotes. */
export function summaryOf(message: ChatMessage): string {
  const { content, type } = message;
  switch (type) {
    case 'text':
      return pickText(content, 'body');
    case 'template':
      return message.templateCard?.body ?? 'Template';
    case 'interactive':
      return (
        pickText(content, 'body', 'text') ||
        pickText(content, 'button_reply', 'title') ||
        pickText(content, 'list_reply', 'title') ||
        'Message'
      );
    case 'button':
      return pickText(content, 'text');
    case 'reaction':
      return pickText(content, 'emoji') === '' ? 'Removed a reaction' : `Reacted ${pickText(content, 'emoji')}`;
    case 'system':
      return pickText(content, 'body');
    case 'edit':
      return pickText(content, 'message', 'text', 'body');
    case 'revoke':
      return 'Deleted a message';
    case 'document':
      return pickText(content, 'filename') || 'Document';
    default:
      return pickText(content, 'caption') || MEDIA_WORDS[type] || 'Message';
  }
}

/** True for what stands in a chat by itself; reactions, corrections and deletions change other messages. */
export function standsAlone(message: ChatMessage): boolean {
  return message.type !== 'reaction' && message.type !== 'edit' && message.type !== 'revoke' && message.type !== 'pin';
}

/** Text of a form field without blanks at its ends; files and missing fields are empty. */
export function fieldText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
