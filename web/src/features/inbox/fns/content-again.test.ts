import { describe, expect, it } from 'vitest';
import { contentAgain } from './content-again.ts';
import { sampleMessage } from './sample-message.ts';

describe('the content for sending again', () => {
  it('is there only where the customer certainly got nothing', () => {
    const failed = sampleMessage({ n: 1, direction: 'out', status: 'failed' });
    expect(contentAgain(failed)).toEqual({ type: 'text', text: { body: 'message 1' } });
    for (const status of ['sent', 'delivered', 'read', 'unknown', 'queued', 'held', 'sending'] as const) {
      expect(contentAgain({ ...failed, status }), status).toBeNull();
    }
    expect(contentAgain({ ...failed, direction: 'in' })).toBeNull();
  });

  it('names the stored file, with its words', () => {
    const failed = sampleMessage({ n: 1, direction: 'out', status: 'failed', type: 'image', content: { caption: 'the menu', link: 'x' } });
    expect(contentAgain({ ...failed, media_id: 'med_00000000000000000000000001' })).toEqual({
      type: 'image',
      image: { id: 'med_00000000000000000000000001', caption: 'the menu' },
    });
    expect(contentAgain(failed)).toBeNull();
  });
});
