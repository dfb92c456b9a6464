import type { Entry, Message } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { sampleMessage } from './sample-message.ts';
import { firstUnreadId, threadRows } from './thread-rows.ts';

const none = { timeZone: 'Asia/Jakarta', unreadFromId: null, unreadCount: 0 };

function shape(messages: readonly Message[], options: Parameters<typeof threadRows>[2] = none, entries: readonly Entry[] = []): string[] {
  return threadRows(messages, entries, options).map((row) => {
    if (row.kind !== 'message') return row.kind;
    return `${row.message.content && 'body' in row.message.content ? String(row.message.content.body).slice(8) : '?'}${row.first ? '^' : ''}${row.last ? '$' : ''}`;
  });
}

describe('threadRows', () => {
  it('groups messages of one author within five minutes', () => {
    const messages = [
      sampleMessage({ n: 1 }),
      sampleMessage({ n: 2 }),
      sampleMessage({ n: 3, direction: 'out' }),
      sampleMessage({ n: 10, direction: 'out' }),
    ];
    expect(shape(messages)).toEqual(['day', '1^', '2$', '3^$', '10^$']);
  });

  it('puts entries where they happened, behind a message of the same moment, and parts groups', () => {
    const [one, two] = [sampleMessage({ n: 1 }), sampleMessage({ n: 2 })];
    const entry = (kind: Entry['kind'], at: string) => ({ id: `ent_${kind}`, kind, occurred_at: at }) as unknown as Entry; // what rows look at
    const entries = [
      entry('resolved', '2026-11-21T03:05:00.000Z'),
      entry('note', one.occurred_at),
      entry('tagged', '2026-11-20T03:00:00.000Z'),
    ];
    expect(shape([one, two], none, entries)).toEqual(['day', 'entry', 'day', '1^$', 'note', '2^$', 'entry']);
    expect(shape([], none, entries.slice(0, 1))).toEqual(['day', 'entry']);
  });

  it('begins a new group for another member', () => {
    const other = { kind: 'member' as const, id: 'usr_2', name: 'Rina' };
    expect(shape([sampleMessage({ n: 1, direction: 'out' }), sampleMessage({ n: 2, direction: 'out', author: other })])).toEqual([
      'day',
      '1^$',
      '2^$',
    ]);
  });

  it('parts days by the time zone of the workspace', () => {
    const evening = sampleMessage({ n: 1, occurred_at: '2026-11-20T16:59:00.000Z' });
    const night = sampleMessage({ n: 2, occurred_at: '2026-11-20T17:01:00.000Z' });
    expect(shape([evening, night])).toEqual(['day', '1^$', 'day', '2^$']);
    expect(shape([evening, night], { ...none, timeZone: 'UTC' })).toEqual(['day', '1^', '2$']);
  });

  it('draws the unread line above its message and ends the group there', () => {
    const messages = [sampleMessage({ n: 1 }), sampleMessage({ n: 2 })];
    expect(shape(messages, { ...none, unreadFromId: messages[1]?.id ?? null, unreadCount: 1 })).toEqual(['day', '1^$', 'unread', '2^$']);
  });

  it('sets system messages apart', () => {
    expect(shape([sampleMessage({ n: 1 }), sampleMessage({ n: 2, type: 'system' }), sampleMessage({ n: 3 })])).toEqual([
      'day',
      '1^$',
      'system',
      '3^$',
    ]);
  });

  it('gives every row a key of its own, and a message of this page the key it was sent with', () => {
    const rows = threadRows(
      Array.from({ length: 50 }, (_, n) => sampleMessage({ n, ...(n === 49 ? { client_ref: 'inbox-1', direction: 'out' as const } : {}) })),
      [],
      none,
    );
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    expect(rows.at(-1)?.key).toBe('inbox-1');
  });

  it('has no rows for no messages', () => {
    expect(threadRows([], [], none)).toEqual([]);
  });
});

describe('firstUnreadId', () => {
  const messages = [sampleMessage({ n: 1 }), sampleMessage({ n: 2 }), sampleMessage({ n: 3, direction: 'out' }), sampleMessage({ n: 4 })];

  it('counts messages of the customer from the newest', () => {
    expect(firstUnreadId(messages, 1)).toBe(messages[3]?.id);
    expect(firstUnreadId(messages, 2)).toBe(messages[1]?.id);
  });

  it('is the oldest loaded message when more are unread than loaded, and null when none is', () => {
    expect(firstUnreadId(messages, 99)).toBe(messages[0]?.id);
    expect(firstUnreadId(messages, 0)).toBeNull();
  });
});
