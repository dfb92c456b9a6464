import type { Contents } from './contents.ts';
import { escapeHtml } from './html.ts';
import type { Page } from './page.ts';

/** The first page: what this is, three ways in, and the whole contents. */
export function homePage({ title, opening, groups }: Contents): Page {
  const [first, ...others] = groups;
  const ways = (first?.entries ?? [])
    .map(
      (entry) =>
        `<a class="way" href="/docs/${entry.path}"><strong>${escapeHtml(entry.title)}</strong><span>${escapeHtml(entry.about)}</span></a>`,
    )
    .join('');
  const lists = others
    .map(
      (group) =>
        `<section><h2>${escapeHtml(group.title)}</h2><ul>${group.entries
          .map(
            ({ title: name, path, about }) =>
              `<li><a href="/docs/${path}">${escapeHtml(name)}</a>${about === '' ? '' : `<span>${escapeHtml(about)}</span>`}</li>`,
          )
          .join('')}</ul></section>`,
    )
    .join('');
  return {
    path: '',
    title,
    description: opening,
    kind: 'home',
    body: `<div class="hero"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(opening)}</p></div><div class="ways">${ways}</div><div class="all">${lists}</div>`,
    headings: [],
    sections: [],
  };
}

/** What an address answers at which there is no page. */
export function notFoundPage(): Page {
  return {
    path: '404',
    title: 'No such page',
    description: 'There is no page at this address.',
    kind: 'guide',
    body: `<h1>No such page</h1>
<p>There is no page at this address. It may have been renamed, or the link may be mistyped.</p>
<p class="not-found-search" data-not-found hidden><button type="button" data-search>Search the documentation</button></p>
<ul><li><a href="/docs">All pages</a></li><li><a href="/docs/guides/quickstart">Five-minute start</a></li><li><a href="/docs/api">API reference</a></li><li><a href="/docs/errors">Errors</a></li></ul>`,
    headings: [],
    sections: [],
  };
}
