import { safeHref } from './read-content.ts';

/** A piece of a message as it is drawn. Nothing in it is HTML: text stays text, links carry a checked address. */
export type TextNode =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mono'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: TextNode[] };

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const maxDepth = 4;
const linkPattern = /(?:https?:\/\/|www\.)[^\s<>"'`]+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;

/**
 * Reads WhatsApp's own marks: *bold*, _italic_, ~strike~, `code` and ```monospace```. A mark counts only where WhatsApp takes
 * it: at the edge of a word, closed on the same line, with no space just inside. Never throws, and takes time in proportion
 * to the length for any input.
 */
export function parseWhatsAppText(text: string): TextNode[] {
  const nodes: TextNode[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('```', from);
    const close = open === -1 ? -1 : text.indexOf('```', open + 3);
    if (close === -1) break;
    const inside = text.slice(open + 3, close);
    if (inside.trim() === '') {
      nodes.push(...parseInline(text.slice(from, close), 0));
      from = close;
      if (inside === '') {
        nodes.push({ kind: 'text', text: text.slice(close, close + 3) });
        from = close + 3;
      }
      continue;
    }
    if (inside.includes('\n')) {
      // A block stands on lines of its own; the breaks around it would be empty lines.
      nodes.push(...parseInline(text.slice(from, open).replace(/\n$/, ''), 0));
      nodes.push({ kind: 'mono', text: inside.replace(/^\n/, '').replace(/\n$/, '') });
      from = text.charAt(close + 3) === '\n' ? close + 4 : close + 3;
    } else {
      nodes.push(...parseInline(text.slice(from, open), 0), { kind: 'code', text: inside });
      from = close + 3;
    }
  }
  nodes.push(...parseInline(text.slice(from), 0));
  return joined(nodes);
}

function parseInline(text: string, depth: number): TextNode[] {
  if (text === '') return [];
  const nodes: TextNode[] = [];
  const closers = closingPlaces(text);
  // Marks inside an address are part of it.
  const links = [...text.matchAll(linkPattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  let nextLink = 0;
  let plainFrom = 0;
  let index = 0;
  while (index < text.length) {
    while (nextLink < links.length && (links[nextLink]?.end ?? 0) <= index) nextLink += 1;
    const link = links[nextLink];
    if (link && index > link.start) {
      index = link.end;
      continue;
    }
    const mark = markAt(text, index);
    const end = mark !== null && depth < maxDepth && opensAt(text, index) ? (closers.get(mark)?.next(index + 1, text) ?? -1) : -1;
    if (mark === null || end === -1) {
      index += 1;
      continue;
    }
    nodes.push(...linkify(text.slice(plainFrom, index)));
    const inside = text.slice(index + 1, end);
    if (mark === '`') nodes.push({ kind: 'code', text: inside });
    else nodes.push({ kind: marks[mark], children: parseInline(inside, depth + 1) });
    index = end + 1;
    plainFrom = index;
  }
  nodes.push(...linkify(text.slice(plainFrom)));
  return nodes;
}

type Mark = keyof typeof marks | '`';

function markAt(text: string, index: number): Mark | null {
  const found = text.charAt(index);
  return found === '*' || found === '_' || found === '~' || found === '`' ? found : null;
}

const wordChar = /[\p{L}\p{N}]/u;

function opensAt(text: string, index: number): boolean {
  const after = text.charAt(index + 1);
  return after !== '' && !/\s/.test(after) && after !== text.charAt(index) && !endsInWord(text, index);
}

function endsInWord(text: string, index: number): boolean {
  const before = text.codePointAt(index - 1);
  return index > 0 && before !== undefined && wordChar.test(String.fromCodePoint(before));
}

function closesAt(text: string, index: number): boolean {
  const before = text.charAt(index - 1);
  const after = text.codePointAt(index + 1);
  return (
    index > 0 && !/\s/.test(before) && before !== text.charAt(index) && !(after !== undefined && wordChar.test(String.fromCodePoint(after)))
  );
}

/** Places where each mark can close, and the line ends, found in one pass so that no input makes the search quadratic. */
class Closers {
  readonly #places: readonly number[];
  readonly #lineEnds: readonly number[];
  #at = 0;
  #line = 0;

  constructor(places: readonly number[], lineEnds: readonly number[]) {
    this.#places = places;
    this.#lineEnds = lineEnds;
  }

  /** First closing place after `from` on the same line, or -1. `from` never goes back. */
  next(from: number, text: string): number {
    while (this.#line < this.#lineEnds.length && (this.#lineEnds[this.#line] ?? 0) < from) this.#line += 1;
    while (this.#at < this.#places.length && (this.#places[this.#at] ?? 0) <= from) this.#at += 1;
    const place = this.#places[this.#at] ?? -1;
    const lineEnd = this.#lineEnds[this.#line] ?? text.length;
    return place === -1 || place > lineEnd ? -1 : place;
  }
}

function closingPlaces(text: string): Map<Mark, Closers> {
  const places: Record<Mark, number[]> = { '*': [], _: [], '~': [], '`': [] };
  const lineEnds: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const mark = markAt(text, index);
    if (text.charAt(index) === '\n') lineEnds.push(index);
    else if (mark !== null && closesAt(text, index)) places[mark].push(index);
  }
  const all: Mark[] = ['*', '_', '~', '`'];
  return new Map(all.map((mark) => [mark, new Closers(places[mark], lineEnds)]));
}

function linkify(text: string): TextNode[] {
  const nodes: TextNode[] = [];
  let from = 0;
  for (const match of text.matchAll(linkPattern)) {
    const found = withoutTail(match[0]);
    const isMail = !/^(?:https?:\/\/|www\.)/i.test(found);
    const href = isMail ? `mailto:${encodeURI(found)}` : safeHref(/^www\./i.test(found) ? `https://${found}` : found);
    if (href === null) continue;
    if (match.index > from) nodes.push({ kind: 'text', text: text.slice(from, match.index) });
    nodes.push({ kind: 'link', text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) nodes.push({ kind: 'text', text: text.slice(from) });
  return nodes;
}

/** Full stops, commas and an unopened bracket after an address belong to the sentence. */
function withoutTail(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const unopened = last === ')' && !address.slice(0, end).includes('(');
    if (!unopened && !/[.,!?;:*_~…]/.test(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}

function joined(nodes: readonly TextNode[]): TextNode[] {
  const result: TextNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') result[result.length - 1] = { kind: 'text', text: last.text + node.text };
    else if (node.kind !== 'text' || node.text !== '') result.push(node);
  }
  return result;
}

/** The text without its marks, for one-line previews and for screen readers. */
export function plainText(nodes: readonly TextNode[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return plainText(node.children);
      return node.kind === 'mono' ? `\n${node.text}\n` : node.text;
    })
    .join('');
}

const emojiOnly = /^(?:\p{RGI_Emoji}|\s)+$/v;
const emojiOne = /\p{RGI_Emoji}/gv;

/** How many emoji a text consists of when it holds nothing else and they are at most three; else 0. */
export function largeEmojiCount(text: string): number {
  if (text.length > 120 || !emojiOnly.test(text)) return 0;
  const count = text.match(emojiOne)?.length ?? 0;
  return count <= 3 ? count : 0;
}
