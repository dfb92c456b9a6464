import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'vite';
import { addressOf } from './addresses.ts';
import { contentsFile, entriesOf, readContents } from './contents.ts';
import { errorPages } from './error-pages.ts';
import { createHighlight, type Highlight } from './highlight.ts';
import { homePage, notFoundPage } from './home.ts';
import { layOut, type Assets, type Frame } from './layout.ts';
import { listDocuments } from './list-documents.ts';
import { renderMarkdown } from './markdown.ts';
import type { Page } from './page.ts';
import { readReference } from './reference/read-reference.ts';
import { referencePages } from './reference/reference-pages.ts';
import { buildSearchIndex } from './search-index.ts';

/** What was built, for the terminal. */
export type Built = { pageCount: number };

/**
 * Builds the whole site into `outDir`: one HTML file per page at the page's address, the search index, and what the pages
 * load. `repository` is the root of the repository; nothing is read from anywhere else and nothing from the network.
 *
 * Errors: throws with the file and the reason when a document cannot be a page.
 */
export async function buildSite(repository: string, outDir: string): Promise<Built> {
  await mkdir(join(outDir, 'assets'), { recursive: true });
  const [assets, highlight, contentsText] = await Promise.all([
    buildAssets(repository, outDir),
    createHighlight(),
    readFile(join(repository, contentsFile), 'utf8'),
  ]);
  const contents = readContents(contentsText);
  const documents = await Promise.all(
    (await listDocuments(repository)).map((name) =>
      documentPage(repository, outDir, name, highlight, new Set(entriesOf(contents).map(({ path }) => path))),
    ),
  );
  const known = new Set(documents.map(({ path }) => path));
  const reference = await referencePages(await readReference(repository), highlight);
  const pages = [...documents, ...errorPages(highlight, known), ...reference.pages];
  const frame: Frame = { contents, assets, subNavigations: [reference.subNavigation] };
  const files = new Map<string, string>([
    ['index.html', layOut(homePage(contents), frame)],
    ['404.html', layOut(notFoundPage(), frame)],
    ['search.json', buildSearchIndex(pages, entriesOf(contents))],
    ...pages.map((page): [string, string] => [`${page.path}.html`, layOut(page, frame)]),
  ]);
  await Promise.all([...files].map(([name, text]) => writePage(join(outDir, name), text)));
  return { pageCount: pages.length + 1 };
}

async function documentPage(
  repository: string,
  outDir: string,
  name: string,
  highlight: Highlight,
  listed: ReadonlySet<string>,
): Promise<Page> {
  const text = await readFile(join(repository, name), 'utf8');
  const pictures: Promise<void>[] = [];
  const rendered = renderMarkdown(name, text, {
    highlight,
    imageUrl: (href) => {
      const file = posix.join(posix.dirname(name), href);
      const address = `assets/${createHash('sha256').update(file).digest('hex').slice(0, 8)}${extname(file)}`;
      pictures.push(cp(join(repository, file), join(outDir, address)));
      return `/docs/${address}`;
    },
  });
  await Promise.all(pictures);
  const path = addressOf(name) ?? '';
  const within = listed.has(path) ? undefined : [...listed].find((entry) => entry !== '' && path.startsWith(`${entry}/`));
  const kind = name.startsWith('docs/adr/') ? 'decision' : name.startsWith('docs/runbooks/') ? 'runbook' : 'guide';
  return { ...rendered, path, kind, ...(within === undefined ? {} : { within }) };
}

async function buildAssets(repository: string, outDir: string): Promise<Assets> {
  const browser = join(repository, 'docs/site/browser');
  const result = await build({
    configFile: false,
    root: browser,
    base: '/docs/',
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      assetsDir: 'assets',
      // Inlined fonts would need a wider policy and load twice.
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: join(browser, 'main.ts') },
    },
  });
  const output = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const script = output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName;
  if (script === undefined) throw new Error('The script of the pages was not built.');
  await Promise.all(output.filter(({ fileName }) => /\.(?:js|css)$/.test(fileName)).map(({ fileName }) => pack(join(outDir, fileName))));
  const styles = output.filter(({ fileName }) => fileName.endsWith('.css')).map(({ fileName }) => `/docs/${fileName}`);
  return {
    script: `/docs/${script}`,
    styles,
    firstPaint: await copyHashed(browser, outDir, 'first-paint.js'),
    favicon: await copyHashed(browser, outDir, 'favicon.svg'),
  };
}

/** Copies a file under a name that changes with its content, so that browsers may keep it for ever. */
async function copyHashed(from: string, outDir: string, name: string): Promise<string> {
  const content = await readFile(join(from, name));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const target = `assets/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`;
  await writeFile(join(outDir, target), content);
  return `/docs/${target}`;
}

/** Writes a page and, beside it, what browsers that read gzip are sent. */
async function writePage(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await pack(file);
}

async function pack(file: string): Promise<void> {
  await writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file), { level: 9 }));
}
