import { foldWord } from './fold-word.ts';

/** A word of a text in its folded form and where it stands there, in UTF-16 code units. `end` is behind its last one. */
export type Word = {
  word: string;
  start: number;
  end: number;
  /** True for one that is made of several joined by a hyphen, dot, slash or the like: `INV-2026/001` is also `inv2026001`. */
  isJoined: boolean;
};

/** Words of a text that are looked at; what comes behind them in a longer one is not found. */
const mostWords = 2_000;

const run = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640\u200c\u200d]*|\p{Extended_Pictographic}/gu;
const pictograph = /^\p{Extended_Pictographic}$/u;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const joint = /^[-_/.#@:'’&+‐‑]$/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * Splits a text into folded words with their places, in order; joined words stand behind their parts. Scripts without spaces are split by
 * dictionary. An emoji is a word. Never throws.
 */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  /** Words that so far hang together, to become one joined word. */
  let chain: Word[] = [];
  const endChain = (): void => {
    const [first] = chain;
    const last = chain.at(-1);
    if (first !== undefined && last !== undefined && chain.length > 1) {
      const word = foldWord(chain.map((part) => part.word).join(''));
      words.push({ word, start: first.start, end: last.end, isJoined: true });
    }
    chain = [];
  };
  for (const match of text.matchAll(run)) {
    if (words.length >= mostWords) break;
    const { index } = match;
    const [found] = match;
    if (pictograph.test(found)) {
      endChain();
      words.push({ word: found, start: index, end: index + found.length, isJoined: false });
      continue;
    }
    const last = chain.at(-1);
    if (last !== undefined && !joint.test(text.slice(last.end, index))) endChain();
    const parts = unspaced.test(found)
      ? segmentsOf(found, index)
      : [{ word: foldWord(found), start: index, end: index + found.length, isJoined: false }];
    for (const part of parts) if (part.word !== '') words.push(part);
    if (parts.length === 1 && parts[0] !== undefined && parts[0].word !== '') chain.push(parts[0]);
    else endChain();
  }
  endChain();
  return words;
}

function segmentsOf(text: string, offset: number): Word[] {
  return [...segmenter.segment(text)]
    .filter((part) => part.isWordLike === true)
    .map((part) => ({
      word: foldWord(part.segment),
      start: offset + part.index,
      end: offset + part.index + part.segment.length,
      isJoined: false,
    }));
}

/** Whether a word is in the index: single letters and digits of the Latin alphabet are not. */
export function isIndexed(word: string): boolean {
  return !/^[a-z0-9]?$/.test(word);
}

const longestBeginning = 8;

/** The beginnings under which a word is found, shortest first: two to eight characters; from one on where a character is a word. */
export function beginningsOf(word: string): string[] {
  const letters = [...word];
  const from = pictograph.test(word) || unspaced.test(word) ? 1 : 2;
  const beginnings: string[] = [];
  for (let length = from; length <= Math.min(longestBeginning, letters.length); length += 1)
    beginnings.push(letters.slice(0, length).join(''));
  return beginnings;
}

/** The beginning to look up for what somebody has typed so far; words that go on differently are sorted out when they are opened. */
export function beginningToLookUp(typed: string): string {
  return [...typed].slice(0, longestBeginning).join('');
}
