const mostWords = 50;
const longestWord = 60;

/** The words of a box that holds one per line; empty lines and words that are there already are left out. */
export function wordsOf(text: string): string[] {
  const seen = new Set<string>();
  return text
    .split(/[\n,;]/)
    .map((word) => word.trim())
    .filter((word) => {
      const key = word.toLocaleLowerCase();
      return word !== '' && !seen.has(key) && seen.add(key);
    });
}

/** What is wrong with a list of words; null when nothing is. */
export function wordListFault(words: readonly string[]): 'too_many' | 'too_long' | null {
  if (words.length > mostWords) return 'too_many';
  return words.some((word) => word.length > longestWord) ? 'too_long' : null;
}

/** A short name for the API made of what somebody called a purpose: "Stock news" → "stock_news". Empty when nothing is left. */
export function purposeKeyOf(name: string): string {
  const key = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLocaleLowerCase('en')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
  return key.length < 2 ? '' : key;
}

/** A file for spreadsheets (RFC 4180); cells that a spreadsheet would run are made plain. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) =>
      cells
        .map((cell) => (/^[=+\-@\t]/.test(cell) ? `'${cell}` : cell))
        .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(','),
    )
    .map((line) => `${line}\r\n`)
    .join('');
}
