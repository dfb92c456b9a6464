/** A text with what is selected in it, as a text box has them. */
export interface TextSelection {
  text: string;
  start: number;
  end: number;
}

/** WhatsApp's own marks. Source: WhatsApp Help Center, "How to format your messages", 2025. */
export const textMarks = { bold: '*', italic: '_', strike: '~', mono: '```' } as const;
export type TextMark = keyof typeof textMarks;

/**
 * Puts a mark around the selection, or takes it away when it is there. Spaces at its edges stay outside, because WhatsApp
 * takes a mark only next to a letter. Without a selection the cursor ends between the two marks.
 */
export function toggleMark({ text, start, end }: TextSelection, kind: TextMark): TextSelection {
  const mark = textMarks[kind];
  const selected = text.slice(start, end);
  const lead = selected.length - selected.trimStart().length;
  const from = selected.trim() === '' ? start : start + lead;
  const to = selected.trim() === '' ? start : start + selected.trimEnd().length;
  const inside = text.slice(from, to);
  if (text.slice(from - mark.length, from) === mark && text.slice(to, to + mark.length) === mark) {
    return {
      text: text.slice(0, from - mark.length) + inside + text.slice(to + mark.length),
      start: from - mark.length,
      end: to - mark.length,
    };
  }
  if (inside.length > mark.length * 2 && inside.startsWith(mark) && inside.endsWith(mark)) {
    const bare = inside.slice(mark.length, -mark.length);
    return { text: text.slice(0, from) + bare + text.slice(to), start: from, end: from + bare.length };
  }
  return {
    text: text.slice(0, from) + mark + inside + mark + text.slice(to),
    start: from + mark.length,
    end: to + mark.length,
  };
}

/** Puts a text in the place of the selection; the cursor ends behind it. */
export function insertText({ text, start, end }: TextSelection, inserted: string): TextSelection {
  const at = start + inserted.length;
  return { text: text.slice(0, start) + inserted + text.slice(end), start: at, end: at };
}

/** The variable to insert next: the lowest free number, or a name that is still free. */
export function nextVariable(used: readonly string[], format: 'positional' | 'named'): string {
  for (let number = 1; ; number += 1) {
    const name = format === 'positional' ? String(number) : number === 1 ? 'name' : `name_${number}`;
    if (!used.includes(name)) return name;
  }
}
