import type { Contents, Entry } from './contents.ts';
import { entriesOf } from './contents.ts';
import { escapeHtml } from './html.ts';
import type { Heading, Page } from './page.ts';

/** Addresses of what the browser loads, as the build named them. */
export type Assets = { script: string; styles: readonly string[]; firstPaint: string; favicon: string };

/** A list shown in the left navigation below one entry of the contents, for parts with many pages. */
export type SubNavigation = { path: string; entries: readonly { title: string; path: string; entries?: readonly Entry[] }[] };

/** What every page is framed with. */
export type Frame = { contents: Contents; assets: Assets; subNavigations: readonly SubNavigation[] };

/** The whole HTML document of a page. Everything is readable without the script; nothing in it is inline script or style. */
export function layOut(page: Page, frame: Frame): string {
  const { contents, assets } = frame;
  const isHome = page.kind === 'home';
  const title = isHome ? contents.title : `${page.title} · ${contents.title}`;
  const wide = page.body.includes('class="operation"');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(page.description.slice(0, 200))}">
<link rel="icon" href="${assets.favicon}" type="image/svg+xml">
<script src="${assets.firstPaint}"></script>
${assets.styles.map((style) => `<link rel="stylesheet" href="${style}">`).join('\n')}
<script type="module" src="${assets.script}"></script>
</head>
<body data-kind="${page.kind}">
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<button class="menu" type="button" popovertarget="navigation" aria-label="Contents">${icons.menu}</button>
<a class="brand" href="/docs">${icons.mark}<span>Kabar</span> <span class="brand-docs">docs</span></a>
<div class="top-right">
<button class="search-open" type="button" data-search hidden>${icons.search}<span>Search</span><kbd>/</kbd></button>
<button class="theme" type="button" data-theme-switch aria-label="Light or dark" hidden>${icons.theme}</button>
<a class="dashboard" href="/">Dashboard</a>
</div>
</header>
<div class="frame">
<nav id="navigation" class="navigation" aria-label="Documentation" popover>${navigation(page, frame)}</nav>
<main id="content" class="content${wide ? ' content-wide' : ''}" tabindex="-1">
${isHome ? '' : trail(page, contents)}
<article>
${page.body}
</article>
${isHome ? '' : neighbours(page, frame)}
</main>
${wide || isHome ? '' : onThisPage(page.headings)}
</div>
</body>
</html>
`;
}

function navigation(page: Page, { contents, subNavigations }: Frame): string {
  return contents.groups
    .map(
      ({ title, entries }) =>
        `<section><h2>${escapeHtml(title)}</h2><ul>${entries.map((entry) => item(entry, page, subNavigations)).join('')}</ul></section>`,
    )
    .join('');
}

function item(entry: Entry, page: Page, subNavigations: readonly SubNavigation[]): string {
  const sub = subNavigations.find(({ path }) => path === entry.path);
  const isInside = page.path === entry.path || page.within === entry.path || page.path.startsWith(`${entry.path}/`);
  const below = sub === undefined || !isInside ? '' : `<ul>${sub.entries.map((one) => subItem(one, page)).join('')}</ul>`;
  return `<li>${link(entry, page, isInside && below === '')}${below}</li>`;
}

function subItem(entry: SubNavigation['entries'][number], page: Page): string {
  const isInside = page.path === entry.path || page.path.startsWith(`${entry.path}/`);
  const below =
    isInside && entry.entries !== undefined ? `<ul>${entry.entries.map((one) => `<li>${link(one, page, false)}</li>`).join('')}</ul>` : '';
  return `<li>${link(entry, page, false)}${below}</li>`;
}

function link({ title, path }: { title: string; path: string }, page: Page, isAbove: boolean): string {
  const current = page.path === path ? ' aria-current="page"' : isAbove ? ' aria-current="true"' : '';
  return `<a href="/docs${path === '' ? '' : `/${path}`}"${current}>${escapeHtml(title)}</a>`;
}

function trail(page: Page, contents: Contents): string {
  const path = page.within ?? page.path;
  const group = contents.groups.find(({ entries }) => entries.some((entry) => entry.path === path));
  if (group === undefined) return '';
  const above = page.within === undefined ? undefined : group.entries.find((entry) => entry.path === page.within);
  return `<p class="trail">${escapeHtml(group.title)}${above === undefined ? '' : ` <span aria-hidden="true">/</span> <a href="/docs/${above.path}">${escapeHtml(above.title)}</a>`}</p>`;
}

function neighbours(page: Page, { contents, subNavigations }: Frame): string {
  const sub = subNavigations.find(({ path }) => path === page.within);
  const order =
    sub === undefined
      ? entriesOf(contents)
      : sub.entries.flatMap(({ title, path, entries = [] }) => [
          { title, path },
          ...entries.map((entry) => ({ title: entry.title, path: entry.path })),
        ]);
  const at = order.findIndex(({ path }) => path === page.path);
  if (at === -1) return '';
  const side = (entry: { title: string; path: string } | undefined, label: string, rel: string): string =>
    entry === undefined
      ? '<span></span>'
      : `<a rel="${rel}" href="/docs/${entry.path}"><small>${label}</small> <span>${escapeHtml(entry.title)}</span></a>`;
  return `<nav class="neighbours" aria-label="Previous and next">${side(order[at - 1], 'Previous', 'prev')}${side(order[at + 1], 'Next', 'next')}</nav>`;
}

function onThisPage(headings: readonly Heading[]): string {
  if (headings.length < 2) return '<aside class="on-this-page" aria-label="On this page"></aside>';
  return `<aside class="on-this-page" aria-label="On this page"><h2>On this page</h2><ul>${headings
    .map(({ level, text, anchor }) => `<li class="level-${level}"><a href="#${escapeHtml(anchor)}">${escapeHtml(text)}</a></li>`)
    .join('')}</ul></aside>`;
}

const icon = (paths: string): string =>
  `<svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

const icons = {
  menu: icon('<path d="M4 6h16M4 12h16M4 18h16"/>'),
  search: icon('<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>'),
  theme: icon('<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/>'),
  mark: '<svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><rect class="mark" width="32" height="32" rx="9"/><path class="mark-lines" d="M9 8.5v15M10 16.4 20.2 8.5M13.8 14l8 9.5"/></svg>',
};
