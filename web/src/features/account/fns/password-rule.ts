/** Fewest characters a new password may have; the server refuses fewer (`password_refused`). */
export const passwordMinCount = 15;

/** Fewest beside a second factor. */
export const passwordMinCountWithFactor = 8;

/** Length of a password as people count it: a letter with its accents or an emoji is one. */
export function passwordLength(password: string): number {
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(password)].length;
}
