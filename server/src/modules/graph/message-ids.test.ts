import { describe, expect, it } from 'vitest';
import { newUuid } from '#platform/ids';
import { graphMediaId, nativeMediaId, readGraphMediaId } from './media-ids.ts';
import { graphMessageId, readGraphMessageId } from './message-ids.ts';

const id = '0199b0d2-6e1f-7a51-9e4f-3d2c1b0a9f8e';

describe('ids of messages', () => {
  it('have the form of WhatsApp’s, are the same each time and lead back', () => {
    const given = graphMessageId(id);
    expect(given).toMatch(/^wamid\.HBgFa2FiYXIVAgARGC[\w+/]+=*$/);
    expect(graphMessageId(id)).toBe(given);
    expect(readGraphMessageId(given)).toEqual({ id });
    for (let round = 0; round < 200; round += 1) {
      const other = newUuid();
      expect(readGraphMessageId(graphMessageId(other))).toEqual({ id: other });
    }
  });

  it.each([
    ['an id of WhatsApp’s', 'wamid.HBgLMTIwMjU1NTAxMDAVAgASGBQzQTAwMDAwMDAwMDAwMDAwMDAwMQA='],
    ['one of ours with a bit more', `${graphMessageId(id)}A`],
    [
      'one of ours in lower case inside',
      `wamid.${Buffer.from(Buffer.from(graphMessageId(id).slice(6), 'base64').toString('latin1').toLowerCase(), 'latin1').toString('base64')}`,
    ],
  ])('leave %s to WhatsApp', (_what, text) => {
    expect(readGraphMessageId(text)).toEqual({ wamid: text });
  });

  it.each(['', 'msg_01jd8z3t5kf6v9b2m4n7p0q1rs', `wamid.${'A'.repeat(400)}`])('refuse %s', (text) => {
    expect(readGraphMessageId(text)).toBeNull();
  });
});

describe('ids of files', () => {
  it('are digits like Meta’s, lead back, and may be our public ids as well', () => {
    for (let round = 0; round < 200; round += 1) {
      const other = newUuid();
      expect(graphMediaId(other)).toMatch(/^\d{37,39}$/);
      expect(readGraphMediaId(graphMediaId(other))).toBe(other);
      expect(readGraphMediaId(nativeMediaId(graphMediaId(other)))).toBe(other);
    }
  });

  it.each(['1234567890123456', '9'.repeat(39), `0${graphMediaId(id)}`, 'media', ''])('are not %s', (text) => {
    expect(readGraphMediaId(text)).toBeNull();
    expect(nativeMediaId(text)).toBe(text);
  });
});
