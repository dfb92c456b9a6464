import { describe, expect, it } from 'vitest';
import { createSseParser, type SseMessage } from './sse-parser.ts';

const stream =
  '\uFEFFretry: 250\n: hello\r\n\r\nid: 1\r\nevent: message.created\r\ndata: {"a":1}\r\n\r\ndata: one\ndata:two\ndata\n\nid: 2\rdata: é🙂\r\r: beat\n\nevent: dropped\n\nid: x\0y\ndata: last\n\ndata: cut off';
const expected: SseMessage[] = [
  { id: '1', event: 'message.created', data: '{"a":1}' },
  { id: '1', event: 'message', data: 'one\ntwo\n' },
  { id: '2', event: 'message', data: 'é🙂' },
  { id: '2', event: 'message', data: 'last' },
];

describe('the event stream parser', () => {
  it('reads events, comments, all line ends and the byte order mark', () => {
    const parser = createSseParser();
    expect(parser.push(stream)).toEqual(expected);
    expect(parser.retryMs).toBe(250);
  });

  it('takes the id of a block without data, once the block is complete', () => {
    const parser = createSseParser();
    expect(parser.push('retry: 1000\nid: 7\n')).toEqual([]);
    expect(parser.lastEventId).toBe('');
    expect(parser.push('\n: beat\n\n')).toEqual([]);
    expect(parser.lastEventId).toBe('7');
    parser.push('id: 8\n\nid: 9\ndata: cut');
    expect(parser.lastEventId).toBe('8');
  });

  it('gives the same events wherever the text is cut', () => {
    for (let at = 0; at <= stream.length; at += 1) {
      const parser = createSseParser();
      expect([...parser.push(stream.slice(0, at)), ...parser.push(stream.slice(at))], `cut at ${at}`).toEqual(expected);
    }
    const parser = createSseParser();
    expect([...stream].flatMap((char) => parser.push(char))).toEqual(expected);
  });
});
