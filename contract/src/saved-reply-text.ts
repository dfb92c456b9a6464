/** Variables that a saved reply may use, besides `attribute.<key>`. */
export const SAVED_REPLY_VARIABLES = ['contact.name', 'contact.first_name', 'member.name', 'number.name', 'workspace.name'] as const;
export type SavedReplyVariable = (typeof SAVED_REPLY_VARIABLES)[number] | `attribute.${string}`;

/** A piece of a saved reply: plain text, or a variable with what stands there when it is empty. */
export type SavedReplyPart = { kind: 'text'; text: string } | { kind: 'variable'; name: string; fallback: string | null; source: string };

/** A saved reply filled in. `empty`: variables that had neither a value nor a fallback, each once; their place stays blank. */
export type RenderedSavedReply = { text: string; empty: string[] };

// One level of braces, nothing nested, so that no text can make it look back and forth.
const placeholder = /\{\{([^{}]{1,200})\}\}/g;
const attributeName = /^attribute\.[a-z][a-z0-9_]{0,62}$/;

/**
 * Cuts a saved reply into text and variables: `{{contact.first_name}}` or `{{contact.first_name|there}}`. Spaces around the name do
 * not matter. What stands in double braces and is no variable stays a variable with that name; see `unknownVariables`. Never throws.
 */
export function parseSavedReply(text: string): SavedReplyPart[] {
  const parts: SavedReplyPart[] = [];
  let plainFrom = 0;
  for (const match of text.matchAll(placeholder)) {
    if (match.index > plainFrom) parts.push({ kind: 'text', text: text.slice(plainFrom, match.index) });
    const inner = match[1] ?? '';
    const bar = inner.indexOf('|');
    const name = (bar === -1 ? inner : inner.slice(0, bar)).trim();
    parts.push({ kind: 'variable', name, fallback: bar === -1 ? null : inner.slice(bar + 1).trim(), source: match[0] });
    plainFrom = match.index + match[0].length;
  }
  if (plainFrom < text.length) parts.push({ kind: 'text', text: text.slice(plainFrom) });
  return parts;
}

/** Whether a name can stand in double braces. */
export function isSavedReplyVariable(name: string): name is SavedReplyVariable {
  return SAVED_REPLY_VARIABLES.some((known) => known === name) || attributeName.test(name);
}

/** Variables that the text uses, each once, in the order of the text. */
export function variablesIn(text: string): string[] {
  return [...new Set(parseSavedReply(text).flatMap((part) => (part.kind === 'variable' ? [part.name] : [])))];
}

/** What stands in double braces without being a variable, each once: a typing mistake worth telling. */
export function unknownVariables(text: string): string[] {
  return variablesIn(text).filter((name) => !isSavedReplyVariable(name));
}

/**
 * Fills a saved reply in. Values are put in as they are and never read again for variables; a value of white space counts as
 * empty. Never throws.
 */
export function renderSavedReply(text: string, values: Readonly<Record<string, string | undefined>>): RenderedSavedReply {
  const empty = new Set<string>();
  const rendered = parseSavedReply(text).map((part) => {
    if (part.kind === 'text') return part.text;
    const value = Object.hasOwn(values, part.name) ? (values[part.name] ?? '').trim() : '';
    if (value !== '') return value;
    if (part.fallback !== null && part.fallback !== '') return part.fallback;
    empty.add(part.name);
    return '';
  });
  return { text: rendered.join(''), empty: [...empty] };
}

/** What a person is called to their face: the first word of their name; titles of one letter or with a dot are stepped over. */
export function firstNameOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const called = words.find((word) => [...word].length > 1 && !word.endsWith('.'));
  return called ?? words[0] ?? '';
}
