import { createKabar } from '@kabar/sdk';
import { describe, expect, it, vi } from 'vitest';
import { Drafts } from './drafts.ts';
import { Outbox, type Addressee, type OutboxEntry } from './outbox.ts';

const to: Addressee = { conversationId: 'cnv_1', numberId: 'num_1', contactId: 'ctc_1' };
const text = (body: string) => ({ type: 'text' as const, text: { body } });

interface Sent {
  key: string | null;
  body: { client_ref: string; text?: { body: string }; image?: { id: string } };
}

/** An outbox whose server answers as told, one answer per request, then always with success. */
function desk(answers: (number | 'offline')[] = [], onUnsent: (entry: OutboxEntry) => boolean = () => false) {
  const sent: Sent[] = [];
  const api = createKabar({
    baseUrl: 'http://kabar.example',
    retry: { maxRetries: 0 },
    fetch: async (_input, init) => {
      await Promise.resolve();
      const answer = answers.shift() ?? 202;
      if (answer === 'offline') throw new TypeError('no connection');
      sent.push({
        key: new Headers(init?.headers).get('idempotency-key'),
        body: JSON.parse(typeof init?.body === 'string' ? init.body : ''),
      });
      const error = { error: { code: 'content_invalid', title: 'x', message: 'x', doc_url: 'x', request_id: 'x', retryable: false } };
      return Response.json(answer === 202 ? { id: `msg_${sent.length}` } : error, { status: answer });
    },
  });
  const upload = vi.fn<() => Promise<string>>(() => Promise.resolve('med_1'));
  const accepted: string[] = [];
  const outbox = new Outbox({ api, upload, onAccepted: (id) => accepted.push(id), onUnsent });
  return { outbox, sent, upload, accepted };
}

describe('the outbox', () => {
  it('sends each message once, in order, with its key as idempotency key and reference', async () => {
    const { outbox, sent, accepted } = desk();
    outbox.send('inbox-1', to, text('one'));
    outbox.send('inbox-2', to, text('two'));
    outbox.send('inbox-1', to, text('one'));
    await vi.waitFor(() => expect(accepted).toHaveLength(2));
    expect(sent.map(({ key, body }) => [key, body.client_ref, body.text?.body])).toEqual([
      ['inbox-1', 'inbox-1', 'one'],
      ['inbox-2', 'inbox-2', 'two'],
    ]);
  });

  it('keeps a refused message and tries it again under the same key', async () => {
    const { outbox, sent, accepted } = desk([400]);
    outbox.send('inbox-1', to, text('one'));
    await vi.waitFor(() => expect(outbox.entries()[0]?.state.kind).toBe('unsent'));
    outbox.retry('inbox-1');
    outbox.retry('inbox-1');
    await vi.waitFor(() => expect(accepted).toHaveLength(1));
    expect(sent.map(({ key }) => key)).toEqual(['inbox-1', 'inbox-1']);
  });

  it('gives an unsent message away when somebody else keeps it', async () => {
    const { outbox } = desk(['offline'], () => true);
    outbox.send('inbox-1', to, text('one'));
    await vi.waitFor(() => expect(outbox.entries()).toEqual([]));
  });

  it('uploads a file once however often the message is tried', async () => {
    const { outbox, sent, upload, accepted } = desk([400]);
    const file = { file: new File(['x'], 'x.png'), kind: 'image' as const, previewUrl: 'blob:x', mediaId: null };
    outbox.send('inbox-1', to, { type: 'image', image: { caption: 'Look' } }, file);
    await vi.waitFor(() => expect(outbox.entries()[0]?.state.kind).toBe('unsent'));
    outbox.retry('inbox-1');
    await vi.waitFor(() => expect(accepted).toHaveLength(1));
    expect(upload).toHaveBeenCalledTimes(1);
    expect(sent[1]?.body.image).toEqual({ caption: 'Look', id: 'med_1' });
  });

  it('goes on with the next message after one that could not be sent', async () => {
    const { outbox, accepted } = desk(['offline']);
    outbox.send('inbox-1', to, text('one'));
    outbox.send('inbox-2', to, text('two'));
    await vi.waitFor(() => expect(accepted).toHaveLength(1));
    expect(outbox.entries().map(({ state }) => state.kind)).toEqual(['unsent', 'accepted']);
  });
});

describe('drafts', () => {
  it('keeps the key while the text that failed stays the same, and takes a new one for another text', () => {
    const drafts = new Drafts();
    const failed = { text: 'hello', replyToId: null, key: 'inbox-old', error: new Error('x') };
    expect(drafts.restore('cnv_1', failed)).toBe(true);
    drafts.change('cnv_1', { text: 'hello' });
    expect(drafts.get('cnv_1')).toEqual(failed);
    drafts.change('cnv_1', { text: 'hello!' });
    expect(drafts.get('cnv_1').key).not.toBe('inbox-old');
    expect(drafts.get('cnv_1').error).toBeNull();
  });

  it('does not put a failed text over what was typed meanwhile', () => {
    const drafts = new Drafts();
    drafts.change('cnv_1', { text: 'something else' });
    expect(drafts.restore('cnv_1', { text: 'hello', replyToId: null, key: 'k', error: null })).toBe(false);
    expect(drafts.get('cnv_1').text).toBe('something else');
  });

  it('keeps conversations apart and gives each a key of its own', () => {
    const drafts = new Drafts();
    drafts.change('cnv_1', { text: 'one' });
    expect(drafts.get('cnv_2').text).toBe('');
    expect(drafts.get('cnv_1').key).not.toBe(drafts.get('cnv_2').key);
  });
});
