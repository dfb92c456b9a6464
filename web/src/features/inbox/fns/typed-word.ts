/** What is being typed behind a mark: `@din` or `/ongk`. `from` is the place of the mark, `to` the caret. */
export interface TypedWord {
  query: string;
  from: number;
  to: number;
}

/**
 * The word behind `mark` that the caret stands in, or null. The mark must begin a word; `wholeText` asks that nothing stands before it, as
 * for a command. Names have spaces, so a mention may hold one.
 */
export function typedWord(text: string, caret: number, mark: '@' | '/', wholeText = false): TypedWord | null {
  const from = text.lastIndexOf(mark, caret - 1);
  if (from === -1) return null;
  const before = text.charAt(from - 1);
  if (wholeText ? text.slice(0, from).trim() !== '' : before !== '' && !/\s/.test(before)) return null;
  const query = text.slice(from + 1, caret);
  const form = mark === '@' ? /^[^\s@]*(?: [^\s@]*)?$/u : /^[^\s/]*$/u;
  return form.test(query) ? { query, from, to: caret } : null;
}
