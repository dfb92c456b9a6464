import { arabic } from './ar.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { foldWords } from './fold-text.ts';
import { hindi } from './hi.ts';
import { indonesian } from './id.ts';
import { portuguese } from './pt.ts';
import { WORD_ROLES, type WordList, type WordRole } from './word-list.ts';

/** A word list made ready for looking up: entries folded, the longest entry counted in words. */
export type Lexicon = {
  language: WordList['language'];
  isVerbLast: boolean;
  stopAlone: ReadonlySet<string>;
  startAlone: ReadonlySet<string>;
  doubtAlone: ReadonlySet<string>;
  /** Words and groups of words with what they do. */
  roles: ReadonlyMap<string, ReadonlySet<WordRole>>;
  longestEntry: number;
};

/** The word lists, in the order in which a tie between languages is settled. */
export const lexicons: readonly Lexicon[] = [english, indonesian, spanish, portuguese, hindi, arabic].map(toLexicon);

function toLexicon(list: WordList): Lexicon {
  const roles = new Map<string, Set<WordRole>>();
  let longestEntry = 1;
  for (const role of WORD_ROLES) {
    for (const entry of entriesOf(list[role])) {
      roles.set(entry, (roles.get(entry) ?? new Set()).add(role));
      longestEntry = Math.max(longestEntry, entry.split(' ').length);
    }
  }
  const { language, isVerbLast } = list;
  return {
    language,
    isVerbLast,
    stopAlone: new Set(entriesOf(list.stopAlone)),
    startAlone: new Set(entriesOf(list.startAlone)),
    doubtAlone: new Set(entriesOf(list.doubtAlone)),
    roles,
    longestEntry,
  };
}

function entriesOf(text: string): string[] {
  return text
    .split(', ')
    .map(foldWords)
    .filter((entry) => entry !== '');
}
