/** Somebody who can be mentioned: a member or a team, by the name that the text shows. */
export type Mentionable = { id: string; name: string };

/** A piece of a note: plain text, or a mention with whom it means. */
export type NotePart = { kind: 'text'; text: string } | { kind: 'mention'; text: string; id: string };

const wordCharacter = /[\p{L}\p{N}_]/u;

/**
 * Cuts a note into text and mentions. A mention is `@` and the whole name, in any case, at the beginning of a word; the longest
 * name wins, so `@Sari Dewi` is not Sari. With equal names the first of the list is meant. Never throws; the parts joined give the text.
 */
export function splitNote(text: string, people: readonly Mentionable[]): NotePart[] {
  const byLength = people.filter(({ name }) => name !== '').toSorted((a, b) => b.name.length - a.name.length);
  const parts: NotePart[] = [];
  let plainFrom = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (at > 0 && wordCharacter.test(text.charAt(at - 1))) continue;
    const found = byLength.find(({ name }) => isNamedAt(text, at + 1, name));
    if (found === undefined) continue;
    const end = at + 1 + found.name.length;
    if (at > plainFrom) parts.push({ kind: 'text', text: text.slice(plainFrom, at) });
    parts.push({ kind: 'mention', text: text.slice(at, end), id: found.id });
    plainFrom = end;
  }
  if (plainFrom < text.length) parts.push({ kind: 'text', text: text.slice(plainFrom) });
  return parts;
}

/** Ids of everybody the text mentions, each once, in the order of the text. */
export function mentionsIn(text: string, people: readonly Mentionable[]): string[] {
  return [...new Set(splitNote(text, people).flatMap((part) => (part.kind === 'mention' ? [part.id] : [])))];
}

function isNamedAt(text: string, at: number, name: string): boolean {
  const candidate = text.slice(at, at + name.length);
  return candidate.toLowerCase() === name.toLowerCase() && !wordCharacter.test(text.charAt(at + name.length));
}
