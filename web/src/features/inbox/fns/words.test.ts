import type { Conversation } from '@kabar/contract';
import { setupI18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { contactLabel, contactSubline } from '#lib/contact-label.ts';
import { messageLine, previewLine } from './preview-line.ts';
import { sampleMessage } from './sample-message.ts';
import { timeLeft, windowState } from './window-state.ts';
import { windowWords } from './window-words.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
const now = Date.parse('2026-11-21T10:00:00.000Z');
const inMs = (ms: number): Conversation['window'] => ({ open: true, expires_at: new Date(now + ms).toISOString() });
const minuteMs = 60_000;

describe('the service window in words', () => {
  it.each([
    [24 * 60 * minuteMs, '24 h left'],
    [5.9 * 60 * minuteMs, '5 h left'],
    [60 * minuteMs, '1 h left'],
    [59.9 * minuteMs, '59 min left'],
    [10_000, '1 min left'],
    [0, 'template only'],
    [-1, 'template only'],
  ])('says after %i ms: %s', (ms, words) => {
    expect(windowWords(windowState(inMs(ms), now), i18n)).toBe(words);
  });

  it('warns in the last hour and is closed without an end', () => {
    expect(windowState(inMs(59 * minuteMs), now).kind).toBe('ending');
    expect(windowState(inMs(61 * minuteMs), now).kind).toBe('open');
    expect(windowState({ open: true, expires_at: null }, now).kind).toBe('closed');
    expect(windowState({ open: true, expires_at: 'nonsense' }, now).kind).toBe('closed');
  });

  it('never promises more than there is', () => {
    expect(timeLeft(2 * 60 * minuteMs - 1)).toEqual({ unit: 'hour', count: 1 });
  });
});

describe('the last message in one line', () => {
  const last = (type: NonNullable<Conversation['last_message']>['type'], preview: string) =>
    previewLine({ id: 'msg_1', direction: 'in', type, status: 'received', preview, occurred_at: '2026-11-21T10:00:00.000Z' }, i18n);

  it('is the text without marks and line breaks', () => {
    expect(last('text', 'Hi *there*\n\n  _you_')).toBe('Hi there you');
    expect(last('text', 'see\n```a\nb```\nend')).toBe('see a b end');
    expect(last('text', '<b>x</b> & "y"')).toBe('<b>x</b> & "y"');
  });

  it('names the type where there is no text', () => {
    expect(last('text', '')).toBe('Deleted message');
    expect(last('image', '')).toBe('Photo');
    expect(last('image', 'Look')).toBe('Look');
    expect(last('unsupported', '')).toBe('Not shown by WhatsApp');
    expect(last('template', 'order_update')).toBe('Template: order_update');
    expect(last('reaction', '👍')).toBe('Reacted with 👍');
    expect(last('reaction', '')).toBe('Took a reaction back');
  });

  it('reads content of any shape without failing', () => {
    const line = (type: Parameters<typeof messageLine>[0]['type'], content: unknown) =>
      messageLine({ ...sampleMessage({ n: 1 }), type, content: content as Record<string, unknown> }, i18n);
    expect(line('contacts', [{ name: { formatted_name: 'Rina' } }])).toBe('Rina');
    expect(line('contacts', {})).toBe('Contact card');
    expect(line('interactive', { list_reply: { title: 'Afternoon' } })).toBe('Afternoon');
    expect(line('interactive', null)).toBe('Choices');
    expect(line('location', { name: 7 })).toBe('7');
    expect(line('text', { body: ['x'] })).toBe('Text');
  });
});

describe('how a contact is called', () => {
  const contact = {
    id: 'ctc_00000000000000000000000001' as const,
    name: null,
    profile_name: null,
    phone: null,
    username: null,
    identifiers: [],
    marketing: 'unset' as const,
    restricted: false,
    blocked: false,
    created_at: '2026-11-21T10:00:00.000Z',
  };

  it('takes the name, then the username, then the phone number, then nothing', () => {
    expect(contactLabel({ ...contact, name: ' Sari ', username: 'sari' })).toBe('Sari');
    expect(contactLabel({ ...contact, name: '  ', username: 'sari', phone: '+6281200000101' })).toBe('@sari');
    expect(contactLabel({ ...contact, phone: '+6281200000101' })).toBe('+62 812 0000 0101');
    expect(contactLabel(contact)).toBeNull();
  });

  it('does not say the same twice', () => {
    expect(contactSubline({ ...contact, phone: '+6281200000101' })).toBeNull();
    expect(contactSubline({ ...contact, name: 'Sari', phone: '+6281200000101' })).toBe('+62 812 0000 0101');
    expect(contactSubline({ ...contact, name: 'Sari', username: 'sari' })).toBe('@sari');
  });
});
