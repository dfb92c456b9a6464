import { MIN_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH_WITH_FACTOR } from '@kabar/contract';
import { isCommonPassword } from './common-passwords.ts';

/** Why a password is refused. */
export type PasswordProblem = 'too_short' | 'too_long' | 'contains_name' | 'pattern' | 'common';

/**
 * Judges a new password; null when it is good. Nothing about kinds of characters is asked, because such rules make worse
 * passwords. Beside a second factor a shorter one is enough. Length is counted in characters as people see code points, size in UTF-8 bytes.
 */
export function findPasswordProblem(
  password: string,
  person: { name: string; email: string },
  hasSecondFactor: boolean = false,
): PasswordProblem | null {
  const minLength = hasSecondFactor ? MIN_PASSWORD_LENGTH_WITH_FACTOR : MIN_PASSWORD_LENGTH;
  if ([...password].length < minLength) return 'too_short';
  if (Buffer.byteLength(password, 'utf8') > 1_024) return 'too_long';
  const folded = password.toLowerCase();
  if (namesOf(person).some((word) => leftWithout(folded, word) < minLength / 2)) return 'contains_name';
  if (isPattern(folded)) return 'pattern';
  return isCommonPassword(folded) ? 'common' : null;
}

/** Words that say who somebody is: parts of the name, the address and its first half. Too short ones say nothing. */
function namesOf({ name, email }: { name: string; email: string }): string[] {
  const address = email.toLowerCase();
  const words = [address, address.split('@', 1)[0] ?? '', ...name.toLowerCase().split(/\s+/), name.toLowerCase(), 'kabar'];
  return words.filter((word) => word.length >= 4);
}

/** How many characters remain when every occurrence of `word` is taken out; the whole length when there is none. */
function leftWithout(text: string, word: string): number {
  return text.includes(word) ? text.replaceAll(word, '').length : Number.POSITIVE_INFINITY;
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '!@#$%^&*()',
];
const runs = [...rows, ...rows.map((row) => [...row].reverse().join(''))];

/**
 * One short piece repeated, few different characters, or keys in a row: at least two thirds of the password lie in runs
 * of four or more neighbours on the keyboard, in the alphabet or among the digits.
 */
function isPattern(text: string): boolean {
  if (new Set(text).size < 5) return true;
  for (let size = 1; size <= text.length / 2; size += 1) {
    const piece = text.slice(0, size);
    if (size <= 8 && piece.repeat(Math.ceil(text.length / size)).startsWith(text)) return true;
  }
  return runLength(text) >= (text.length * 2) / 3;
}

/** How many characters lie in runs of four or more. */
function runLength(text: string): number {
  let total = 0;
  let start = 0;
  while (start < text.length) {
    let end = start + 1;
    while (end < text.length && runs.some((run) => run.includes(text.slice(start, end + 1)))) end += 1;
    const length = end - start;
    if (length >= 4) total += length;
    start = end;
  }
  return total;
}
