/**
 * Joins the parts that sealed bytes are bound to (workspace, table, column, row) into one text. Each part is preceded
 * by its length, so `['ab', 'c']` and `['a', 'bc']` differ.
 */
export function encodeAad(parts: readonly string[]): string {
  let text = `${parts.length};`;
  for (const part of parts) text += `${part.length}:${part}`;
  return text;
}
