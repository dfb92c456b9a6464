import { describe, expect, it } from 'vitest';
import { fileRules, judgeFile } from './file-rules.ts';

describe('judgeFile', () => {
  it('finds the kind of a file by its type', () => {
    expect(judgeFile({ type: 'image/jpeg', size: 10 })).toMatchObject({ ok: true, kind: 'image' });
    expect(judgeFile({ type: 'audio/ogg; codecs=opus', size: 10 })).toMatchObject({ ok: true, kind: 'audio' });
    expect(judgeFile({ type: 'audio/x-m4a', size: 10 })).toMatchObject({ ok: true, kind: 'audio' });
    expect(judgeFile({ type: 'application/pdf', size: 10 })).toMatchObject({ ok: true, kind: 'document', note: null });
    expect(judgeFile({ type: '', size: 10 })).toMatchObject({ ok: true, kind: 'document' });
  });

  it('says when a picture or film goes as a document', () => {
    expect(judgeFile({ type: 'image/gif', size: 10 })).toMatchObject({ ok: true, kind: 'document', note: expect.anything() });
  });

  it('takes a file of the largest size and refuses one byte more, offering a document', () => {
    const { maxBytes } = fileRules.image;
    expect(judgeFile({ type: 'image/png', size: maxBytes }).ok).toBe(true);
    expect(judgeFile({ type: 'image/png', size: maxBytes + 1 })).toMatchObject({ ok: false, maxBytes, asDocument: true });
    expect(judgeFile({ type: 'image/png', size: maxBytes + 1 }, 'document')).toMatchObject({ ok: true, kind: 'document' });
  });

  it('refuses what is too large for anything, and what is empty', () => {
    expect(judgeFile({ type: 'application/zip', size: fileRules.document.maxBytes + 1 })).toMatchObject({ ok: false, asDocument: false });
    expect(judgeFile({ type: 'image/png', size: 0 })).toMatchObject({ ok: false, asDocument: false });
  });

  it('refuses another type where a certain kind is wanted', () => {
    expect(judgeFile({ type: 'image/gif', size: 10 }, 'image')).toMatchObject({ ok: false, asDocument: true });
  });
});
