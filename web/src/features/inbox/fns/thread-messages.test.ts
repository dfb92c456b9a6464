import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../outbox/outbox.ts';
import { foldReactions } from './fold-reactions.ts';
import { withOutbox } from './provisional-message.ts';
import { sampleMessage } from './sample-message.ts';

const me = { id: 'usr_1', name: 'Dewi' };

function entry(key: string, change: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    key,
    to: { conversationId: 'cnv_1', numberId: 'num_1', contactId: 'ctc_1' },
    content: { type: 'text', text: { body: 'hi' } },
    file: null,
    createdAtMs: 0,
    state: { kind: 'posting' },
    ...change,
  };
}

describe('withOutbox', () => {
  const known = sampleMessage({ n: 1, direction: 'out', client_ref: 'inbox-a' });

  it('shows what is on its way behind the thread', () => {
    const shown = withOutbox([known], [entry('inbox-b')], me);
    expect(shown.map(({ client_ref }) => client_ref)).toEqual(['inbox-a', 'inbox-b']);
    expect(shown[1]).toMatchObject({ status: 'queued', direction: 'out', content: { body: 'hi' }, author: { name: 'Dewi' } });
  });

  it('does not show a message twice that the server already has, even when its answer got lost', () => {
    expect(withOutbox([known], [entry('inbox-a')], me)).toHaveLength(1);
    expect(withOutbox([known], [entry('inbox-a', { state: { kind: 'unsent', error: null } })], me)).toHaveLength(1);
  });

  it('shows a message that could not be sent as failed', () => {
    expect(withOutbox([], [entry('inbox-b', { state: { kind: 'unsent', error: null } })], me)[0]?.status).toBe('failed');
  });

  it('recognises an accepted message by its id', () => {
    const state = { kind: 'accepted' as const, messageId: known.id };
    expect(withOutbox([{ ...known, client_ref: null }], [entry('inbox-c', { state })], me)).toHaveLength(1);
  });
});

describe('foldReactions', () => {
  const target = sampleMessage({ n: 1 });
  const reaction = (n: number, emoji: string, status: 'sent' | 'failed' = 'sent') =>
    sampleMessage({ n, direction: 'out', status, type: 'reaction', content: { message_id: target.id, emoji } });

  it('puts our reaction onto its message and takes it out of the thread', () => {
    const [shown, ...rest] = foldReactions([target, reaction(2, '👍')]);
    expect(rest).toEqual([]);
    expect(shown?.reactions).toMatchObject([{ emoji: '👍', by: 'business' }]);
  });

  it('lets the last of several reactions win, and an empty one take it back', () => {
    expect(foldReactions([target, reaction(2, '👍'), reaction(3, '❤️')])[0]?.reactions).toMatchObject([{ emoji: '❤️' }]);
    expect(foldReactions([target, reaction(2, '👍'), reaction(3, '')])[0]?.reactions).toEqual([]);
  });

  it('finds the message by its WhatsApp id too, and keeps the reaction of the customer', () => {
    const withTheirs = { ...target, reactions: [{ emoji: '🙏', by: 'contact' as const, at: target.occurred_at }] };
    const own = { ...reaction(2, '👍'), content: { message_id: target.wamid, emoji: '👍' } };
    expect(foldReactions([withTheirs, own])[0]?.reactions.map(({ emoji }) => emoji)).toEqual(['🙏', '👍']);
  });

  it('keeps a reaction that did not go out, so that its reason can be read', () => {
    const shown = foldReactions([target, reaction(2, '👍', 'failed')]);
    expect(shown).toHaveLength(2);
    expect(shown[0]?.reactions).toEqual([]);
  });

  it('believes a newer reaction that the server tells', () => {
    const withNewer = { ...target, reactions: [{ emoji: '😮', by: 'business' as const, at: '2026-11-22T00:00:00.000Z' }] };
    expect(foldReactions([withNewer, reaction(2, '👍')])[0]?.reactions).toMatchObject([{ emoji: '😮' }]);
  });
});
