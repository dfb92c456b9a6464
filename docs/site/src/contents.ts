import MarkdownIt from 'markdown-it';
import { resolveLink } from './addresses.ts';

/** A line of the contents. `path` is the address below `/docs`. */
export type Entry = { title: string; path: string; about: string };

/** A heading of the contents with its pages. */
export type Group = { title: string; entries: Entry[] };

/** What `docs/README.md` says: an opening, and the groups in the order in which somebody would read them. */
export type Contents = { title: string; opening: string; groups: Group[] };

/** File of the contents: for readers of the repository a list of links, for the site its navigation. */
export const contentsFile = 'docs/README.md';

/**
 * Reads the contents: every `##` is a group, every list item beginning with a link is a page, what follows the link says
 * what it is about.
 *
 * Errors: throws when an item leads to something that is no page of the site.
 */
export function readContents(text: string): Contents {
  const tokens = new MarkdownIt().parse(text, {});
  const contents: Contents = { title: '', opening: '', groups: [] };
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'inline') continue;
    const before = tokens[index - 1];
    if (before?.tag === 'h1') contents.title = token.content;
    else if (before?.tag === 'h2') contents.groups.push({ title: token.content, entries: [] });
    else if (tokens[index - 2]?.type === 'list_item_open') contents.groups.at(-1)?.entries.push(readEntry(token.content));
    else if (contents.groups.length === 0 && contents.opening === '') contents.opening = token.content;
  }
  return contents;
}

/** Every page of the contents in reading order. */
export function entriesOf(contents: Contents): Entry[] {
  return contents.groups.flatMap(({ entries }) => entries);
}

function readEntry(text: string): Entry {
  const [, title = '', href = '', about = ''] = /^\[([^\]]+)\]\(([^)]+)\)(?:: (.*))?$/s.exec(text) ?? [];
  const target = title === '' ? null : resolveLink(contentsFile, href);
  if (target === null || !target.url.startsWith('/docs')) throw new Error(`${contentsFile}: “${text}” is no line of the contents`);
  return { title, path: target.url.replace(/^\/docs\/?/, ''), about: about.replaceAll(/\s+/g, ' ') };
}
