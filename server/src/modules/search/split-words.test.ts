import { describe, expect, it } from 'vitest';
import { foldWord } from './fold-word.ts';
import { beginningsOf, isIndexed, splitWords } from './split-words.ts';

const wordsOf = (text: string): string[] => splitWords(text).map((word) => word.word);

/** Repeatable random numbers. */
function* randoms(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Texts from the scripts our customers write in, mixed with marks, joiners, controls, emoji and lone surrogates. */
function* randomTexts(count: number): Generator<string> {
  const ranges = [
    [0x20, 0x7e],
    [0xa0, 0x24f],
    [0x300, 0x36f],
    [0x370, 0x52f],
    [0x591, 0x5f4],
    [0x600, 0x6ff],
    [0x900, 0x97f],
    [0x980, 0x9ff],
    [0xe00, 0xe7f],
    [0x1e00, 0x1fff],
    [0x2000, 0x206f],
    [0x2100, 0x218f],
    [0x3040, 0x30ff],
    [0x4e00, 0x4e80],
    [0xac00, 0xac80],
    [0xd800, 0xdfff],
    [0xfb00, 0xfdff],
    [0xfe70, 0xffef],
    [0x1d400, 0x1d4ff],
    [0x1f300, 0x1f6ff],
  ] as const;
  const random = randoms(7);
  const next = (): number => random.next().value as number; // endless, so never the return value
  for (let index = 0; index < count; index += 1) {
    let text = '';
    for (let length = 1 + Math.floor(next() * 24); length > 0; length -= 1) {
      const [from, to] = ranges[Math.floor(next() * ranges.length)] ?? [0x20, 0x7e];
      text += next() < 0.2 ? ' ' : String.fromCodePoint(from + Math.floor(next() * (to - from)));
    }
    yield text;
  }
}

describe('folding', () => {
  it.each([
    ['Terima', 'terima'],
    ['TERIMA', 'terima'],
    ['café', 'cafe'],
    ['cafe\u0301', 'cafe'],
    ['mañana', 'manana'],
    ['ÁRBOL', 'arbol'],
    ['Straße', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['ｆｕｌｌ', 'full'],
    ['مُحَمَّد', 'محمد'],
    ['محـــمد', 'محمد'],
    ['أحمد', 'احمد'],
    ['مدرسة', 'مدرسه'],
    ['١٢٣٤', '1234'],
    ['१२३', '123'],
    ['क़लम', 'कलम'],
    ['हाँ', 'हां'],
    ['नमस्ते', 'नमस्ते'],
  ])('brings %s to %s', (given, wanted) => {
    expect(foldWord(given)).toBe(wanted.normalize('NFC'));
  });

  it('keeps apart what Hindi tells apart by a vowel sign', () => {
    expect(foldWord('कल')).not.toBe(foldWord('काल'));
  });

  it('changes nothing the second time, whatever is given', () => {
    for (const text of randomTexts(4_000)) {
      for (const part of [text, ...text.split(' ')]) {
        const once = foldWord(part);
        expect(foldWord(once)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(64);
      }
    }
  });

  it('does not see case or the way accents are written', () => {
    for (const text of ['Selamat pagi Ibu', 'José Ñandú', 'Ünal Öğretmen', 'नमस्ते दुनिया', 'السلام عليكم']) {
      const wanted = wordsOf(text);
      expect(wordsOf(text.toUpperCase())).toEqual(wanted);
      expect(wordsOf(text.normalize('NFD'))).toEqual(wanted);
      expect(wordsOf(text.normalize('NFC'))).toEqual(wanted);
    }
  });
});

describe('splitting', () => {
  it.each([
    ['Terima kasih, Bu!', ['terima', 'kasih', 'bu']],
    ['¿Dónde está?', ['donde', 'esta']],
    ['नमस्ते, आप कैसे हैं?', ['नमस्ते', 'आप', 'कैसे', 'हैं']],
    ['مرحبا، كيف حالك؟', ['مرحبا', 'كيف', 'حالك']],
    ['Order INV-2026/001 ok', ['order', 'inv', '2026', '001', 'inv2026001', 'ok']],
    ['rani@kabar.example', ['rani', 'kabar', 'example', 'ranikabarexample']],
    ['e-mail', ['e', 'mail', 'email']],
    ['Rp1.500.000', ['rp1', '500', '000', 'rp1500000']],
    ['bagus👍🏽 sekali', ['bagus', '👍', 'sekali']],
    ['  \u200b ... --- ', []],
    ['', []],
  ])('%s', (text, wanted) => {
    expect(wordsOf(text)).toEqual(wanted);
  });

  it('splits scripts without spaces into words', () => {
    expect(wordsOf('ขอบคุณมาก').length).toBeGreaterThan(1);
    expect(wordsOf('我想订购两件').length).toBeGreaterThan(1);
  });

  it('tells where each word stands, whatever the text', () => {
    for (const text of randomTexts(3_000)) {
      for (const { word, start, end, isJoined } of splitWords(text)) {
        expect(end).toBeGreaterThan(start);
        const there = text.slice(start, end);
        if (!isJoined && !/\p{Extended_Pictographic}/u.test(word)) expect(foldWord(there)).toBe(word);
        expect(word).not.toBe('');
      }
    }
  });

  it('bounds the work of an endless text', () => {
    expect(splitWords('a '.repeat(100_000)).length).toBeLessThanOrEqual(2_001);
  });
});

describe('beginnings', () => {
  it('have two to eight characters', () => {
    expect(beginningsOf('kasih')).toEqual(['ka', 'kas', 'kasi', 'kasih']);
    expect(beginningsOf('pengiriman').at(-1)).toBe('pengirim');
    expect(beginningsOf('订')).toEqual(['订']);
    expect(beginningsOf('👍')).toEqual(['👍']);
  });

  it('leave single Latin letters out of the index', () => {
    expect(['a', '7', '', 'ab', '订', '👍'].filter(isIndexed)).toEqual(['ab', '订', '👍']);
  });
});
