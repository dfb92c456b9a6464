/** What separates two thoughts, kept as an item of its own by the split. */
const clauseEnd = /([.!?;,:\n\r…।؟،؛])/u;

/** One thought of a message: folded words, and whether it ends as a question. */
export type Clause = { tokens: string[]; isQuestion: boolean };

/** More than WhatsApp lets a customer write is not looked at. */
const longestText = 4_096;

/**
 * Brings a text to the one form in which spellings of the same words are equal: lower case; without accents, Arabic vowel marks,
 * nuktas, apostrophes, emoji and punctuation; Arabic letters that people use for one another made one. Devanagari keeps its vowels,
 * which make the word. Linear in the length; never throws.
 */
export function foldText(text: string): Clause[] {
  const clauses: Clause[] = [];
  for (const piece of foldLetters(text.slice(0, longestText)).split(clauseEnd)) {
    const last = clauses.at(-1);
    if (piece === '?' || piece === '؟') {
      if (last !== undefined) last.isQuestion = true;
      continue;
    }
    const tokens = piece.split(/[^\p{L}\p{M}\p{N}]+/u).filter((token) => token !== '');
    if (tokens.length > 0) clauses.push({ tokens: joinLetters(tokens), isQuestion: false });
  }
  return joinSpelledOut(clauses);
}

/** One line of tokens, for words of a list and for whole messages. */
export function foldWords(text: string): string {
  return foldText(text)
    .flatMap(({ tokens }) => tokens)
    .join(' ');
}

function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f\u0640\u064b-\u0655\u0670\u093c\u200b-\u200f\u202a-\u202e\u2060\ufeff'’‘`´]/gu, '')
    .replaceAll('\ufe0f', '')
    .replaceAll('\u0901', '\u0902')
    .replaceAll('\u0649', '\u064a')
    .replaceAll('\u0629', '\u0647');
}

/** `s t o p` is one word. */
function joinLetters(tokens: string[]): string[] {
  return tokens.length > 2 && tokens.every((token) => /^\p{L}\p{M}*$/u.test(token)) ? [tokens.join('')] : tokens;
}

/** `s.t.o.p` is one word, too. */
function joinSpelledOut(clauses: Clause[]): Clause[] {
  if (clauses.length < 3) return clauses;
  const joined = joinLetters(clauses.flatMap(({ tokens }) => tokens));
  return joined.length === 1 ? [{ tokens: joined, isQuestion: clauses.some(({ isQuestion }) => isQuestion) }] : clauses;
}

/** A word whose letters are stretched (`stooooop`), each run of three and more as one; null when nothing is stretched. */
export function unstretch(token: string): string | null {
  const short = token.replaceAll(/(\p{L})\1{2,}/gu, '$1');
  return short === token ? null : short;
}
