import { describe, expect, it } from 'vitest';
import { contentHeaders, readRange } from './content-headers.ts';

describe('the headers of a file', () => {
  it.each([
    ['image/png', 'inline', 'image/png'],
    ['audio/ogg; codecs=opus', 'inline', 'audio/ogg'],
    ['video/mp4', 'inline', 'video/mp4'],
    ['application/pdf', 'inline', 'application/pdf'],
    ['text/plain', 'inline', 'text/plain; charset=utf-8'],
    ['text/html', 'attachment', 'application/octet-stream'],
    ['image/svg+xml', 'attachment', 'application/octet-stream'],
    ['application/javascript', 'attachment', 'application/octet-stream'],
    ['nonsense', 'attachment', 'application/octet-stream'],
  ])('let a browser do with %s only what is safe', (mimeType, disposition, type) => {
    const headers = contentHeaders({ mimeType, filename: null });
    expect(headers).toMatchObject({ 'content-disposition': disposition, 'content-type': type, 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toContain("sandbox; default-src 'none'");
  });

  it('carry any name without a way out of the header', () => {
    const disposition = contentHeaders({ mimeType: 'application/zip', filename: `me"nü\\ 100%'😀.zip` })['content-disposition'];
    expect(disposition).toBe(`attachment; filename="me_n__ 100_'__.zip"; filename*=UTF-8''me%22n%C3%BC%5C%20100%25%27%F0%9F%98%80.zip`);
  });
});

describe('a range', () => {
  it.each([
    [undefined, null],
    ['bytes=0-', { first: 0, last: 99 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-1000', { first: 90, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-1000', { first: 0, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', null],
    ['bytes=-', null],
    ['bytes=0-1,4-5', null],
    ['lines=0-1', null],
  ])('%j of a hundred bytes is %j', (header, expected) => {
    expect(readRange(header, 100)).toEqual(expected);
  });
});
