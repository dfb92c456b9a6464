import type { SearchSnippet } from '@kabar/contract';
import type { Query, QueryWord } from './parse-query.ts';
import { splitWords, type Word } from './split-words.ts';

const snippetLength = 160;
/** How much stands before the first match. */
const leadLength = 40;

type Range = { start: number; length: number };

/**
 * Whether everything a query asks for stands in these texts (each group in one of them), and the piece around the first match with all
 * places in it. Null when something is missing. Never throws.
 */
export function matchTexts(query: Query, texts: readonly string[]): SearchSnippet | null {
  if (query.groups.length === 0) return null;
  const split = texts.map(splitWords);
  const rangesOf = texts.map((): Range[] => []);
  for (const group of query.groups) {
    let isFound = false;
    for (const [index, words] of split.entries()) {
      const found = group.length === 1 && group[0] !== undefined ? findWord(group[0], words) : findRow(group, words);
      if (found.length > 0) isFound = true;
      rangesOf[index]?.push(...found);
    }
    if (!isFound) return null;
  }
  const index = rangesOf.findIndex((ranges) => ranges.length > 0);
  return snippetOf(texts[index] ?? '', rangesOf[index] ?? []);
}

/** Whether a word of a text is the one asked for. */
export function fits(wanted: QueryWord, word: string): boolean {
  return wanted.isBeginning ? word.startsWith(wanted.word) : word === wanted.word;
}

/** All places of a word: where it stands whole, or (as a beginning) what of the text it covers. */
function findWord(wanted: QueryWord, words: readonly Word[]): Range[] {
  return words.filter(({ word }) => fits(wanted, word)).map(({ start, end }) => ({ start, length: end - start }));
}

function findRow(group: readonly QueryWord[], words: readonly Word[]): Range[] {
  const base = words.filter((word) => !word.isJoined);
  const found: Range[] = [];
  for (let at = 0; at + group.length <= base.length; at += 1) {
    if (!group.every((wanted, offset) => fits(wanted, base[at + offset]?.word ?? ''))) continue;
    const [first, last] = [base[at], base[at + group.length - 1]];
    if (first !== undefined && last !== undefined) found.push({ start: first.start, length: last.end - first.start });
  }
  return found;
}

function snippetOf(text: string, ranges: readonly Range[]): SearchSnippet {
  const sorted = joinOverlaps(ranges.toSorted((a, b) => a.start - b.start));
  const first = sorted[0]?.start ?? 0;
  const from =
    text.length <= snippetLength ? 0 : wordStart(text, Math.max(0, Math.min(first - leadLength, text.length - snippetLength)), first);
  const until = text.length <= from + snippetLength ? text.length : wordEnd(text, from + snippetLength);
  const before = from > 0 ? '…' : '';
  const piece = `${before}${text.slice(from, until)}${until < text.length ? '…' : ''}`;
  const matches = sorted
    .filter(({ start }) => start >= from && start < until)
    .map(({ start, length }) => ({ start: start - from + before.length, length: Math.min(length, until - start) }));
  // One code unit for each, so that the places stay right.
  return { text: piece.replaceAll(/\s/g, ' '), matches };
}

function joinOverlaps(ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last === undefined || range.start >= last.start + last.length) joined.push({ ...range });
    else last.length = Math.max(last.length, range.start + range.length - last.start);
  }
  return joined;
}

/** The beginning of the word behind `at`, at most until `latest`; never inside a surrogate pair. */
function wordStart(text: string, at: number, latest: number): number {
  if (at === 0) return 0;
  const gap = text.slice(at, latest).search(/\s/);
  return gap === -1 ? Math.max(0, isLowSurrogate(text, at) ? at - 1 : at) : at + gap + 1;
}

function wordEnd(text: string, at: number): number {
  const gap = text.lastIndexOf(' ', at);
  if (gap > at - leadLength) return gap;
  return isLowSurrogate(text, at) ? at - 1 : at;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
