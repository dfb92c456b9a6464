import { isIndexed, splitWords } from './split-words.ts';

/** A word that must occur, whole or as the beginning of one. */
export type QueryWord = { word: string; isBeginning: boolean };

/** What somebody searches for: every group must occur; the words of one group next to each other, in this order. */
export type Query = { groups: QueryWord[][] };

/** Words that count; what comes behind them is left out. */
const mostWords = 12;
const phrase = /"([^"]*)"|“([^”]*)”|«([^»]*)»/g;

/**
 * Reads what was typed. Words in quotes belong together, as do parts of one written thing (`INV-2026/001`). The last word outside of quotes
 * may go on. Empty when there is nothing to look for. Never throws.
 */
export function parseQuery(text: string): Query {
  const groups: QueryWord[][] = [];
  let from = 0;
  for (const match of text.matchAll(phrase)) {
    groups.push(...groupsOf(text.slice(from, match.index)));
    const quoted = baseWords(match[1] ?? match[2] ?? match[3] ?? '').map((word) => ({ word, isBeginning: false }));
    if (quoted.length > 0) groups.push(quoted);
    from = match.index + match[0].length;
  }
  const rest = groupsOf(text.slice(from));
  const last = rest.at(-1)?.at(-1);
  if (last !== undefined) last.isBeginning = true;
  groups.push(...rest);
  return { groups: bounded(groups).filter((group) => group.some(isUseful)) };
}

/** Whether the index can help with a word: a single Latin letter is not in it. */
export function isUseful({ word }: QueryWord): boolean {
  return isIndexed(word);
}

function baseWords(text: string): string[] {
  return splitWords(text)
    .filter((word) => !word.isJoined)
    .map((word) => word.word);
}

function groupsOf(text: string): QueryWord[][] {
  const words = splitWords(text);
  const joined = words.filter((word) => word.isJoined);
  const groups = new Map<number, QueryWord[]>();
  for (const word of words) {
    if (word.isJoined) continue;
    const whole = joined.find((one) => word.start >= one.start && word.end <= one.end);
    const at = whole?.start ?? word.start;
    const group = groups.get(at);
    const entry = { word: word.word, isBeginning: false };
    if (group === undefined) groups.set(at, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

function bounded(groups: readonly QueryWord[][]): QueryWord[][] {
  let left = mostWords;
  return groups.flatMap((group) => {
    const kept = group.slice(0, Math.max(0, left));
    left -= kept.length;
    return kept.length > 0 ? [kept] : [];
  });
}
