import type { KnownSettings } from './consent-settings.ts';
import { foldWords } from './words/fold-text.ts';
import { readConsentWords, type ConsentReading } from './words/read-consent-words.ts';

/** What a message means for consent, and whether a button said it. */
export type MessageReading = ConsentReading & { isButton: boolean };

const nothing: MessageReading = { meaning: 'none', language: null, isButton: false };

/**
 * Reads a stored message of a customer: text by its words; a button by its label and payload, which never make a doubt, because whoever made
 * the button chose its words. `content` is WhatsApp's own object for the type. Never throws.
 *
 * Source: Meta, "Webhooks, messages": a template's quick reply comes as `button { payload, text }`, an interactive one as
 * `interactive.button_reply { id, title }`, read 2026-11-20.
 */
export function readMessage(type: string, content: unknown, settings: Pick<KnownSettings, 'words' | 'buttons'>): MessageReading {
  if (type === 'text') {
    const body = textAt(content, 'body');
    return body === '' ? nothing : { ...readConsentWords(body, settings.words), isButton: false };
  }
  if (type === 'button') return readButton([textAt(content, 'text'), textAt(content, 'payload')], settings);
  if (type === 'interactive') {
    const reply = objectAt(content, 'button_reply') ?? objectAt(content, 'list_reply');
    return reply === null ? nothing : readButton([textAt(reply, 'title'), textAt(reply, 'id')], settings);
  }
  return nothing;
}

function readButton(labels: readonly string[], settings: Pick<KnownSettings, 'words' | 'buttons'>): MessageReading {
  const folded = labels.map(foldWords).filter((label) => label !== '');
  const readings = labels.map((label) => readConsentWords(label.replaceAll('_', ' '), settings.words));
  for (const meaning of ['stop', 'start'] as const) {
    const reading = readings.find((item) => item.meaning === meaning);
    if (reading !== undefined) return { ...reading, isButton: true };
    if (folded.some((label) => settings.buttons[meaning].has(label))) return { meaning, language: null, isButton: true };
  }
  return nothing;
}

function textAt(value: unknown, key: string): string {
  const inner = typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
  return typeof inner === 'string' ? inner : '';
}

function objectAt(value: unknown, key: string): object | null {
  const inner = typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
  return typeof inner === 'object' && inner !== null ? inner : null;
}
