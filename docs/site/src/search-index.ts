import MiniSearch from 'minisearch';
import { searchOptions, type SearchRow } from '../browser/search-options.ts';
import type { Entry } from './contents.ts';
import type { Page } from './page.ts';

const shownTextLength = 180;

/**
 * The index of all pages as JSON, one row per section of a page. It holds the beginning of each section's text, to be shown
 * with the result, and is loaded when somebody begins to search. A page is also found by what the contents say about it. A section that has a page of
 * its own, such as an error in the list of errors, is found there alone.
 */
export function buildSearchIndex(pages: readonly Page[], entries: readonly Entry[]): string {
  const listed = new Map(entries.map((entry) => [entry.path, `${entry.title} ${entry.about}`]));
  const paths = new Set(pages.map((page) => page.path));
  const index = new MiniSearch<SearchRow>(searchOptions);
  index.addAll(
    pages.flatMap((page) =>
      page.sections.flatMap(({ anchor, heading, text }, at) =>
        paths.has(`${page.path}/${heading}`)
          ? []
          : [
              {
                id: `/docs${page.path === '' ? '' : `/${page.path}`}${anchor === '' ? '' : `#${anchor}`}`,
                title: page.title,
                heading,
                text: at === 0 ? `${listed.get(page.path) ?? ''} ${text.trim() === '' ? page.description : text}` : text,
                kind: page.kind,
                shown: shorten(text.trim() === '' ? page.description : text),
              },
            ],
      ),
    ),
  );
  return JSON.stringify(index);
}

function shorten(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain.length <= shownTextLength ? plain : `${plain.slice(0, shownTextLength).replace(/\s\S*$/, '')} …`;
}
