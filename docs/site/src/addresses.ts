import { posix } from 'node:path';

/** Documents outside `docs/` that are pages of the site. */
const elsewhere: Readonly<Record<string, string>> = {
  'sdk/README.md': 'sdk',
  'ARCHITECTURE.md': 'architecture',
  'CHANGELOG.md': 'changelog',
  'CONTRIBUTING.md': 'contributing',
  'SECURITY.md': 'security',
};

/** Files whose address on the site is not that of their place in `docs/`. */
const special: Readonly<Record<string, string>> = {
  'docs/README.md': '',
  'docs/reference/errors.md': 'errors',
  'docs/reference/events.md': 'events',
  // The description for programs is shown to people as pages.
  'docs/reference/openapi.json': 'api',
};

/** Names of the documents outside `docs/` that belong to the site. */
export const documentsElsewhere = Object.keys(elsewhere);

/**
 * Address of a file of the repository below `/docs`, or null when it is no page of the site. `name` is the path from the
 * root of the repository.
 */
export function addressOf(name: string): string | null {
  const known = special[name] ?? elsewhere[name];
  if (known !== undefined) return known;
  if (!name.startsWith('docs/') || !name.endsWith('.md') || name.startsWith('docs/site/')) return null;
  return name.slice('docs/'.length, -'.md'.length).replace(/(?:^|\/)README$/, '');
}

/**
 * Where a link of a document leads on the site: to a page, to the web, or nowhere. `null` means a file that is in the
 * repository only; its name is shown instead.
 */
export function resolveLink(from: string, href: string): { url: string } | null {
  if (/^(?:[a-z]+:|\/|#)/i.test(href)) return { url: href };
  const [path = '', anchor = ''] = href.split('#');
  const file = posix.normalize(posix.join(posix.dirname(from), decodeURIComponent(path))).replace(/\/$/, '');
  const address = addressOf(file);
  if (address === null) return null;
  const page = address === '' ? '/docs' : `/docs/${address}`;
  // Each error has a page of its own here; in the repository it is a heading of the one document.
  if (address === 'errors' && anchor !== '') return { url: `${page}/${anchor}` };
  return { url: anchor === '' ? page : `${page}#${anchor}` };
}
