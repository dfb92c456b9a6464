import type { ConsentLanguage } from '@kabar/contract';
import { foldText, foldWords, unstretch, type Clause } from './fold-text.ts';
import type { WordRole } from './word-list.ts';
import { lexicons, type Lexicon } from './word-lists.ts';

/** What a message means for consent. `doubt`: a person must decide. `language` is null when the word tells none (STOP). */
export type ConsentReading = { meaning: 'stop' | 'start' | 'doubt' | 'none'; language: ConsentLanguage | null };

/** A workspace's own words, folded by `foldExtraWords`, with the language each was given for. */
export type ExtraWords = { stop: ReadonlyMap<string, ConsentLanguage | null>; start: ReadonlyMap<string, ConsentLanguage | null> };

/** No words of one's own. */
export const noExtraWords: ExtraWords = { stop: new Map(), start: new Map() };

const none: ConsentReading = { meaning: 'none', language: null };
const doubt: ConsentReading = { meaning: 'doubt', language: null };

/** In longer texts words like "cancel" say nothing about consent. */
const shortText = 12;
const mediumText = 30;

/**
 * Reads what a customer's message means for consent, in six languages at once. `stop` only when the whole message is a word of stopping
 * (whatever its case, punctuation, emoji, politeness, stretched letters) or when a verb of stopping stands with messages as its object
 * and nothing narrows, asks or negates it; an ordinary sentence with such a verb is a `doubt` at most. Pure, linear in the length of
 * the text, never throws.
 *
 * Source: the rule (bare keyword, or verb and object, else ask a person) is what a dental clinic needed after a plain match of STOP had
 * blocked patients who wrote ordinary sentences.
 */
export function readConsentWords(text: string, extra: ExtraWords = noExtraWords): ConsentReading {
  const clauses = foldText(text);
  const tokens = clauses.flatMap((clause) => clause.tokens);
  if (tokens.length === 0) return /^[\s🛑✋⛔🚫]+$/u.test(text) && text.trim() !== '' ? doubt : none;
  return (
    readAlone(
      tokens,
      clauses.some(({ isQuestion }) => isQuestion),
      extra,
    ) ?? readSentence(clauses, tokens.length)
  );
}

/** Folds the words a workspace added; a word given for two languages counts for the first. */
export function foldExtraWords(words: Partial<Record<ConsentLanguage, readonly string[]>>): Map<string, ConsentLanguage> {
  const folded = new Map<string, ConsentLanguage>();
  for (const { language } of lexicons)
    for (const word of words[language] ?? []) {
      const key = foldWords(word);
      if (key !== '' && !folded.has(key)) folded.set(key, language);
    }
  return folded;
}

function readAlone(tokens: readonly string[], isQuestion: boolean, extra: ExtraWords): ConsentReading | null {
  if (tokens.length > shortText) return null;
  const found = { stop: new Set<ConsentLanguage | null>(), start: new Set<ConsentLanguage | null>(), doubt: false };
  for (const lexicon of lexicons) {
    for (const line of linesOf(lexicon, tokens)) {
      if (extra.stop.has(line)) found.stop.add(extra.stop.get(line) ?? null);
      else if (extra.start.has(line)) found.start.add(extra.start.get(line) ?? null);
      else if (lexicon.stopAlone.has(line)) found.stop.add(lexicon.language);
      else if (lexicon.startAlone.has(line)) found.start.add(lexicon.language);
      else if (lexicon.doubtAlone.has(line)) found.doubt = true;
    }
  }
  if (found.stop.size > 0) return isQuestion ? doubt : { meaning: 'stop', language: onlyOf(found.stop) };
  if (found.start.size > 0) return isQuestion ? none : { meaning: 'start', language: onlyOf(found.start) };
  return found.doubt ? doubt : null;
}

/** A word of several languages tells none. */
function onlyOf(languages: ReadonlySet<ConsentLanguage | null>): ConsentLanguage | null {
  const [only = null] = languages;
  return languages.size === 1 ? only : null;
}

/** The message as one line: as it is, and without politeness, stretched letters and repetition. */
function linesOf(lexicon: Lexicon, tokens: readonly string[]): Set<string> {
  const plain = tokens.map((token) => unstretch(token) ?? token);
  const polite = tag(lexicon, plain);
  const bare = polite.filter(({ roles }) => !roles.has('polite')).map(({ text }) => text);
  return new Set([tokens, plain, bare].map((line) => withoutRepetition(line).join(' ')).filter((line) => line !== ''));
}

function withoutRepetition(tokens: readonly string[]): readonly string[] {
  return tokens.filter((token, at) => token !== tokens[at - 1]);
}

/** A word or group of words of a clause with what it does; no roles: not in the list. */
type Item = { text: string; roles: ReadonlySet<WordRole>; length: number };

const noRoles: ReadonlySet<WordRole> = new Set();

/** Finds the longest entry at each place. At most `longestEntry` look-ups per word. */
function tag(lexicon: Lexicon, tokens: readonly string[]): Item[] {
  const items: Item[] = [];
  for (let at = 0; at < tokens.length;) {
    let item: Item | null = null;
    for (let length = Math.min(lexicon.longestEntry, tokens.length - at); length > 0 && item === null; length -= 1) {
      const text = tokens.slice(at, at + length).join(' ');
      const roles = lexicon.roles.get(text);
      if (roles !== undefined) item = { text, roles, length };
    }
    item ??= { text: tokens[at] ?? '', roles: noRoles, length: 1 };
    items.push(item);
    at += item.length;
  }
  return items;
}

function readSentence(clauses: readonly Clause[], tokenCount: number): ConsentReading {
  const readings = lexicons.map((lexicon) => {
    const tagged = clauses.map(({ tokens, isQuestion }) => ({
      isQuestion,
      items: tag(
        lexicon,
        tokens.map((token) => unstretch(token) ?? token),
      ),
    }));
    const isNarrowed = tagged.some(({ items }) => items.some(({ roles }) => roles.has('limit')));
    const verdicts = tagged.map(({ items, isQuestion }) => {
      const verdict = readClause(lexicon, items, isQuestion);
      return { verdict: verdict === 'stop' && isNarrowed ? 'doubt' : verdict, known: knownWords(items), language: lexicon.language };
    });
    return {
      verdicts,
      isDoubtful: looksDoubtful(
        tagged.flatMap(({ items }) => items),
        tokenCount,
      ),
    };
  });
  let isDoubtful = readings.some((reading) => reading.isDoubtful);
  for (const [at] of clauses.entries()) {
    const found = readings.flatMap(({ verdicts }) => verdicts[at] ?? []).filter(({ verdict }) => verdict !== null);
    // The language that knows most of the words is the one it was written in; where several do, all must agree.
    const most = Math.max(...found.map(({ known }) => known));
    const best = found.filter(({ known }) => known === most);
    const [first] = best;
    if (first !== undefined && best.every(({ verdict }) => verdict === 'stop')) return { meaning: 'stop', language: first.language };
    isDoubtful ||= first !== undefined && tokenCount <= mediumText;
  }
  return isDoubtful ? doubt : none;
}

function knownWords(items: readonly Item[]): number {
  return items.reduce((count, { roles, length }) => count + (roles.size > 0 ? length : 0), 0);
}

function looksDoubtful(items: readonly Item[], tokenCount: number): boolean {
  const has = (...roles: WordRole[]): boolean => items.some((item) => roles.some((role) => item.roles.has(role)));
  if (tokenCount <= shortText && has('stop', 'doubtful', 'leave')) return true;
  return tokenCount <= mediumText && (has('stop', 'leave') || (has('no') && has('send'))) && has('mail', 'write');
}

/** `stop`: a verb of stopping with messages as its object; `doubt`: the same, but asked, negated or half in another language. */
function readClause(lexicon: Lexicon, items: readonly Item[], isQuestion: boolean): 'stop' | 'doubt' | null {
  const match = items.map((_, at) => wishAt(lexicon, items, at)).find((wish) => wish !== null);
  if (match === undefined || match === null) return null;
  const has = (role: WordRole): boolean => items.some(({ roles }) => roles.has(role) && !(role === 'ask' && roles.has('request')));
  const known = items.filter(({ roles }) => roles.size > 0).length;
  const isHindered = has('ask') || (isQuestion && !has('request')) || known * 2 < items.length;
  return match === 'stop' && !isHindered ? 'stop' : 'doubt';
}

function wishAt(lexicon: Lexicon, items: readonly Item[], at: number): 'stop' | 'doubt' | null {
  const here = items[at]?.roles ?? noRoles;
  if (here.has('leave')) return restIs(items, at, ['filler', 'polite', 'mail', 'request', 'leave', 'send', 'write']) ? 'stop' : 'doubt';
  if (here.has('stop')) {
    const object = skip(items, at + 1, ['filler', 'send', 'polite', 'stop']);
    if (!isMail(items[object])) return lexicon.isVerbLast ? mailFirst(items, at) : null;
    return isNegated(items, at) ? 'doubt' : 'stop';
  }
  if (here.has('no')) {
    const verb = skip(items, at + 1, ['filler', 'polite'], 'send');
    if (items[verb]?.roles.has('write') === true) return isSaidOfSomebody(items, at) ? 'doubt' : 'stop';
    if (items[verb]?.roles.has('send') === true) {
      if (isMail(items[skip(items, verb + 1, ['filler', 'send', 'polite'])])) return isSaidOfSomebody(items, at) ? 'doubt' : 'stop';
      return lexicon.isVerbLast ? mailFirst(items, at) : null;
    }
    return null;
  }
  if (here.has('unwanted')) {
    const object = skip(items, at + 1, ['filler', 'send', 'polite']);
    if (!isMail(items[object])) return lexicon.isVerbLast ? mailFirst(items, at) : null;
    // "I don't want the promo price": it is about something else.
    return items.slice(object + 1, object + 3).some(({ roles }) => roles.size === 0) ? 'doubt' : 'stop';
  }
  return null;
}

/** Languages that put the verb last: the messages, perhaps small words, then the verb at `at`, and nothing else before. */
function mailFirst(items: readonly Item[], at: number): 'stop' | null {
  const before = items.slice(0, at);
  const mail = before.findIndex((item) => isMail(item));
  const isPlain = before.every(({ roles }) =>
    ['filler', 'polite', 'mail', 'send', 'request', 'write'].some((role) => roles.has(role as WordRole)),
  );
  return mail >= 0 && isPlain ? 'stop' : null;
}

function isMail(item: Item | undefined): boolean {
  return item !== undefined && (item.roles.has('mail') || item.roles.has('write'));
}

/** Where the words of these roles end, or one of role `until` stands. */
function skip(items: readonly Item[], from: number, roles: readonly WordRole[], until?: WordRole): number {
  let at = from;
  for (; at < items.length; at += 1) {
    const here = items[at]?.roles ?? noRoles;
    if (isMail(items[at]) || (until !== undefined && here.has(until)) || !roles.some((role) => here.has(role))) break;
  }
  return at;
}

/** "Don't stop the promotions." */
function isNegated(items: readonly Item[], at: number): boolean {
  return items.slice(Math.max(0, at - 3), at).some(({ roles }) => roles.has('no') || roles.has('unwanted'));
}

const subjects: ReadonlySet<string> = new Set(['i', 'you', 'u', 'we', 'yo', 'ustedes', 'usted', 'eu', 'voce', 'voces', 'aku', 'kalian']);

/** "You don't send me messages any more." tells, it does not ask. */
function isSaidOfSomebody(items: readonly Item[], at: number): boolean {
  return subjects.has(items[at - 1]?.text ?? '');
}

function restIs(items: readonly Item[], except: number, allowed: readonly WordRole[]): boolean {
  return items.every(({ roles }, at) => at === except || allowed.some((role) => roles.has(role)));
}
