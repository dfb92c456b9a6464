/** Longest word kept, in UTF-16 code units; the rest of a longer one does not count. */
const longestWord = 64;

/** First digits of the decimal scripts that people write numbers in besides ASCII. */
const zeros = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
] as const;

/** Letters that carry no separable mark and yet are written with and without it, or in two ways. */
const sameLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ı: 'i',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  '\u0901': '\u0902',
};
const sameLetter = new RegExp(Object.keys(sameLetters).join('|'), 'gu');

// Accents of Latin, Greek and Cyrillic; points of Hebrew; vowel marks and the stretching line of Arabic; the dot below of the Indic scripts
// (its vowel signs are letters to those who write them and stay); joiners, variation selectors, the keycap.
const droppedMarks =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]|\u093c|\u09bc|\u0a3c|\u0abc|\u0b3c|\u0cbc|\u200c|\u200d|\u20e3|[\ufe00-\ufe0f]/gu;

/**
 * The one form in which a word is indexed and looked for: compatibility forms joined, lower case, without accents and vowel marks, digits of
 * all scripts as ASCII. Applying it twice changes nothing. Empty when nothing of the word is left. Never throws.
 */
export function foldWord(word: string): string {
  if (/^[a-z0-9]*$/.test(word)) return word.slice(0, longestWord);
  let folded = foldOnce(word);
  // Joining and taking apart can bring forth a letter that folds once more; it settles at the second step.
  for (let again = foldOnce(folded); again !== folded; again = foldOnce(folded)) folded = again;
  return cut(folded);
}

function foldOnce(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(droppedMarks, '')
    .replace(sameLetter, (letter) => sameLetters[letter] ?? letter)
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '')
    .normalize('NFC');
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = zeros.find((start) => code >= start && code < start + 10);
  return zero === undefined ? digit : String(code - zero);
}

function cut(word: string): string {
  if (word.length <= longestWord) return word;
  const short = word.slice(0, longestWord);
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short;
}
