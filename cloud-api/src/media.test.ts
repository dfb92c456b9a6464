import { describe, expect, it } from 'vitest';
import { MEDIA_RULES, mediaKindOf, mediaNodeSchema, mediaRefusal } from './media.ts';
import { codePointLength, normaliseLanguageCode } from './scalars.ts';

describe('media rules', () => {
  it('accepts a file of the largest size and refuses one byte more', () => {
    const { maxBytes } = MEDIA_RULES.image;
    expect(mediaRefusal('image', { mimeType: 'image/png', sizeBytes: maxBytes })).toBeUndefined();
    expect(mediaRefusal('image', { mimeType: 'image/png', sizeBytes: maxBytes + 1 })).toBe('too_large');
    expect(mediaRefusal('image', { mimeType: 'image/png', sizeBytes: 0 })).toBe('empty');
  });

  it('refuses types that the kind does not carry, but takes anything as a document', () => {
    expect(mediaRefusal('image', { mimeType: 'image/webp', sizeBytes: 10 })).toBe('unsupported_type');
    expect(mediaRefusal('audio', { mimeType: 'audio/ogg; codecs=opus', sizeBytes: 10 })).toBeUndefined();
    expect(mediaRefusal('document', { mimeType: 'application/zip', sizeBytes: 10 })).toBeUndefined();
  });

  it('tells the kind of a file', () => {
    expect(mediaKindOf('image/webp')).toBe('sticker');
    expect(mediaKindOf('Video/MP4')).toBe('video');
    expect(mediaKindOf('text/csv')).toBe('document');
  });

  it('reads file sizes as number and as text', () => {
    const node = { id: '1', url: 'https://media.example/1', mime_type: 'image/png' };
    expect(mediaNodeSchema.parse({ ...node, file_size: '4096' }).file_size).toBe(4096);
    expect(mediaNodeSchema.parse({ ...node, file_size: 4096 }).file_size).toBe(4096);
  });
});

describe('scalars', () => {
  it('counts code points', () => {
    expect([codePointLength('abc'), codePointLength('😀😀'), codePointLength('\ud83d'), codePointLength('')]).toEqual([3, 2, 1, 0]);
  });

  it('writes language codes one way', () => {
    expect(['en-US', 'en_us', 'ID', 'zh_CN', 'sr-Latn'].map(normaliseLanguageCode)).toEqual(['en_US', 'en_US', 'id', 'zh_CN', 'sr_Latn']);
  });
});
