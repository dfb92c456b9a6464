import { describe, expect, it } from 'vitest';
import { largeEmojiCount, parseWhatsAppText, plainText } from './whatsapp-text.ts';

const text = (value: string) => ({ kind: 'text' as const, text: value });

describe('parseWhatsAppText', () => {
  it('reads the marks of WhatsApp', () => {
    expect(parseWhatsAppText('a *b* _c_ ~d~ `e`')).toEqual([
      text('a '),
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('c')] },
      text(' '),
      { kind: 'strike', children: [text('d')] },
      text(' '),
      { kind: 'code', text: 'e' },
    ]);
  });

  it('reads marks inside of marks', () => {
    expect(parseWhatsAppText('*_both_*')).toEqual([{ kind: 'bold', children: [{ kind: 'italic', children: [text('both')] }] }]);
  });

  it('sets monospace over several lines apart, and within a line not', () => {
    expect(parseWhatsAppText('see\n```a\nb```\nend')).toEqual([text('see'), { kind: 'mono', text: 'a\nb' }, text('end')]);
    expect(parseWhatsAppText('see ```a``` end')).toEqual([text('see '), { kind: 'code', text: 'a' }, text(' end')]);
  });

  it('keeps everything inside of monospace as it is', () => {
    expect(parseWhatsAppText('```\n*x* https://a.example\n```')).toEqual([{ kind: 'mono', text: '*x* https://a.example' }]);
  });

  it('leaves marks alone that are inside words, open, apart or on different lines', () => {
    for (const plain of ['2*3*4', 'snake_case_name', '*open', '* a *', '*a\nb*', '**', '***', '__', '``````', '``` ```', '3 * 4 * 5']) {
      expect(parseWhatsAppText(plain), plain).toEqual([text(plain)]);
    }
  });

  it('makes links of addresses and leaves the full stop to the sentence', () => {
    expect(parseWhatsAppText('See https://a.example/x_y_z?q=1. Or www.b.example, or (https://c.example)!')).toEqual([
      text('See '),
      { kind: 'link', text: 'https://a.example/x_y_z?q=1', href: 'https://a.example/x_y_z?q=1' },
      text('. Or '),
      { kind: 'link', text: 'www.b.example', href: 'https://www.b.example/' },
      text(', or ('),
      { kind: 'link', text: 'https://c.example', href: 'https://c.example/' },
      text(')!'),
    ]);
  });

  it('makes links of mail addresses', () => {
    expect(parseWhatsAppText('write to ana@kopi.example')).toEqual([
      text('write to '),
      { kind: 'link', text: 'ana@kopi.example', href: 'mailto:ana@kopi.example' },
    ]);
  });

  it('finds a link inside of a mark', () => {
    expect(parseWhatsAppText('*https://a.example*')).toEqual([
      { kind: 'bold', children: [{ kind: 'link', text: 'https://a.example', href: 'https://a.example/' }] },
    ]);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    'data:text/html,<b>x</b>',
    'vbscript:x',
    '" onmouseover="x',
  ])('never makes anything but text of %s', (hostile) => {
    expect(parseWhatsAppText(hostile)).toEqual([text(hostile)]);
  });

  it('gives links a checked address only', () => {
    for (const node of parseWhatsAppText('https://user:pass@a.example/"><b> http://[::1 https:// HTTPS://A.EXAMPLE')) {
      if (node.kind === 'link') expect(node.href).toMatch(/^https?:\/\/[^"<>\s]+$/);
    }
  });

  it('loses no character of the text', () => {
    for (const value of ['*a* _b ~c~ `d', 'مرحبا *بك* 😀', '_*~x~*_', '*a**b*', 'x@y', '*😀*', '~_~']) {
      const marks = /[*_~`]/g;
      expect(plainText(parseWhatsAppText(value)).replaceAll(marks, ''), value).toBe(value.replaceAll(marks, ''));
    }
  });

  it('stays quick on input made to be slow', () => {
    for (const part of ['*', '*a', '*a*', '_*~', '```', '`a', '*a ', 'https://', 'a@', '*_~`']) {
      const nodes = parseWhatsAppText(part.repeat(Math.ceil(4096 / part.length)));
      expect(nodes.length).toBeGreaterThan(0);
    }
  });
});

describe('largeEmojiCount', () => {
  it('counts up to three emoji that stand alone', () => {
    expect(largeEmojiCount('👍')).toBe(1);
    expect(largeEmojiCount('👨‍👩‍👧 ❤️')).toBe(2);
    expect(largeEmojiCount('🇮🇩🇮🇳😀')).toBe(3);
  });

  it('is 0 for text, digits and longer rows of emoji', () => {
    for (const value of ['ok 👍', '123', '*', '😀😀😀😀', '', ' ']) expect(largeEmojiCount(value), value).toBe(0);
  });
});
