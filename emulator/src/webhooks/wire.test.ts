import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signBody, toWireBody } from './wire.ts';

describe('the wire form of a webhook', () => {
  it('writes everything beyond ASCII as lower-case escapes, emoji as surrogate pairs', () => {
    expect(toWireBody({ text: 'café 👋 é\u007f' }, false)).toBe('{"text":"caf\\u00e9 \\ud83d\\udc4b \\u00e9\\u007f"}');
  });

  it('leaves plain bodies and JSON escapes as they are', () => {
    expect(toWireBody({ text: 'a "quoted"\nline / path' }, false)).toBe('{"text":"a \\"quoted\\"\\nline / path"}');
  });

  it('writes slashes as \\/ on request, and reads back the same', () => {
    const body = toWireBody({ url: 'https://a/b', text: 'ü' }, true);
    expect(body).toBe('{"url":"https:\\/\\/a\\/b","text":"\\u00fc"}');
    expect(JSON.parse(body)).toEqual({ url: 'https://a/b', text: 'ü' });
  });

  it('signs exactly these bytes, so that a body written again does not match', () => {
    const body = toWireBody({ text: 'é' }, false);
    const expected = `sha256=${createHmac('sha256', 'secret').update(Buffer.from(body)).digest('hex')}`;
    expect(signBody(body, 'secret')).toBe(expected);
    expect(signBody(JSON.stringify(JSON.parse(body)), 'secret')).not.toBe(expected);
  });
});
