import { describe, expect, it } from 'vitest';
import { judgeFile, tooLargeReason } from './judge-file.ts';
import { cleanFilename } from './upload-media.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const jpeg = bytes('\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00');
const png = bytes(
  '\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x00IEND\xaeB`\x82',
);
const gif = bytes('GIF89a\x01\x00\x01\x00\x00\x00\x00');
const webp = (flags: number): Buffer =>
  Buffer.concat([bytes('RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00'), Buffer.from([flags, 0, 0, 0, 255, 1, 0, 255, 1, 0])]);
const ogg = (codec: string): Buffer =>
  bytes(`OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x13${codec}\x01\x01`);
const mp4 = bytes('\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2');
const pdf = bytes('%PDF-1.7\n1 0 obj');
const zip = bytes('PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00!\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00abc.txt');
const mebibyte = 1024 * 1024;

describe('a file that WhatsApp takes', () => {
  it.each([
    ['a picture', jpeg, 'image/jpeg', { kind: 'image', mimeType: 'image/jpeg', maxBytes: 5 * mebibyte }],
    ['a picture that is called by another name', jpeg, 'image/jpg', { kind: 'image', mimeType: 'image/jpeg' }],
    ['a picture whose type nobody gave', png, 'application/octet-stream', { kind: 'image', mimeType: 'image/png' }],
    ['a picture that says it is another picture', png, 'image/jpeg', { kind: 'image', mimeType: 'image/png' }],
    ['a sticker', webp(0x10), 'image/webp', { kind: 'sticker', maxBytes: 100 * 1024 }],
    ['a sticker that moves', webp(0x12), 'image/webp', { kind: 'sticker', maxBytes: 500 * 1024 }],
    ['a voice note', ogg('OpusHead'), 'audio/ogg; codecs=opus', { kind: 'audio', maxBytes: 16 * mebibyte }],
    ['a film', mp4, 'video/mp4', { kind: 'video', maxBytes: 16 * mebibyte }],
    ['a document', pdf, 'application/pdf', { kind: 'document', mimeType: 'application/pdf', maxBytes: 100 * mebibyte }],
    [
      'an office document, which is a container',
      zip,
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      { kind: 'document', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
    ],
    ['plain text', bytes('hello'), 'text/plain', { kind: 'document', mimeType: 'text/plain' }],
    ['an animated picture, as a document', gif, 'image/gif', { kind: 'document', mimeType: 'image/gif' }],
    ['something without a name', bytes('\x01\x02\x03'), 'nonsense', { kind: 'document', mimeType: 'application/octet-stream' }],
  ])('%s is known by its bytes', async (_name, head, declared, expected) => {
    expect(await judgeFile(head, declared)).toMatchObject({ ok: true, ...expected });
  });

  it('goes as a document when asked, with the size of one', async () => {
    expect(await judgeFile(jpeg, 'image/jpeg', 'document')).toMatchObject({
      ok: true,
      kind: 'document',
      mimeType: 'image/jpeg',
      maxBytes: 100 * mebibyte,
    });
  });
});

describe('a file that WhatsApp would refuse', () => {
  it.each([
    ['is empty', Buffer.alloc(0), 'image/jpeg', undefined, /empty/],
    ['says that it is a picture but is a document', pdf, 'image/jpeg', undefined, /image\/jpeg.*application\/pdf/],
    ['says that it is a film but is text', bytes('hello'), 'video/mp4', undefined, /something else/],
    ['is sound in another codec', ogg('\x01vorbis'), 'audio/ogg', undefined, /Opus/],
    ['should go as a picture but is none', pdf, 'application/pdf', 'image' as const, /image\/jpeg, image\/png/],
    ['should go as a sticker but is a picture', png, 'image/png', 'sticker' as const, /image\/webp/],
  ])('%s', async (_name, head, declared, asKind, reason) => {
    const verdict = await judgeFile(head, declared, asKind);
    expect(verdict.ok).toBe(false);
    expect(verdict).toMatchObject({ reason: expect.stringMatching(reason) });
  });

  it('says how large it may be', () => {
    expect(tooLargeReason('image', 5 * mebibyte)).toBe('WhatsApp takes at most 5 MB as image. Make it smaller, or send it as a document.');
    expect(tooLargeReason('sticker', 100 * 1024)).toBe('WhatsApp takes at most 100 KB as sticker.');
  });
});

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\rani\\menu.pdf', 'menu.pdf'],
    ['a\r\nb\u0000.pdf', 'ab.pdf'],
    ['..', 'file'],
    ['', 'file'],
    ['  menü 😀.pdf ', 'menü 😀.pdf'],
    ['x'.repeat(300), 'x'.repeat(240)],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanFilename(given)).toBe(kept);
  });
});
