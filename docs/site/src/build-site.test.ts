import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERRORS } from '@kabar/contract/errors';
import MiniSearch from 'minisearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchOptions, type SearchRow } from '../browser/search-options.ts';
import { buildSite } from './build-site.ts';
import { contentsFile, entriesOf, readContents } from './contents.ts';

const repository = join(import.meta.dirname, '../../..');
let outDir = '';
/** HTML of every page by its address. */
const pages = new Map<string, string>();

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'kabar-docs-'));
  await buildSite(repository, outDir);
  for (const name of await readdir(outDir, { recursive: true })) {
    if (!name.endsWith('.html') || name === '404.html') continue;
    const address = name === 'index.html' ? '/docs' : `/docs/${name.slice(0, -'.html'.length)}`;
    pages.set(address, await readFile(join(outDir, name), 'utf8'));
  }
  // A busy machine is slow, not wrong.
}, 180_000);
afterAll(() => rm(outDir, { recursive: true, force: true }));

/** Links of a page, resolved against its address, as path and anchor. */
function linksOf(address: string, html: string): { path: string; anchor: string }[] {
  return [...html.matchAll(/ (?:href|src)="([^"]+)"/g)].flatMap(([, target = '']) => {
    if (/^(?:https?|mailto):/.test(target)) return [];
    const url = new URL(target.replaceAll('&amp;', '&'), `http://site${address}`);
    return [{ path: url.pathname, anchor: decodeURIComponent(url.hash.slice(1)) }];
  });
}

function brokenLinks(address: string, html: string): string[] {
  return linksOf(address, html).flatMap(({ path, anchor }) => {
    const shown = `${address} → ${path}${anchor === '' ? '' : `#${anchor}`}`;
    if (path.startsWith('/docs/assets/')) return existsSync(join(outDir, path.slice('/docs/'.length))) ? [] : [shown];
    // The dashboard and files of the API are served beside the documentation.
    if (path === '/' || path === '/openapi.json' || path === '/reference') return [];
    const target = pages.get(path);
    if (target === undefined) return [shown];
    return anchor === '' || target.includes(` id="${anchor}"`) ? [] : [shown];
  });
}

describe('the site', () => {
  it('has no link that leads nowhere', () => {
    expect(pages.size).toBeGreaterThan(120);
    expect([...pages].flatMap(([address, html]) => brokenLinks(address, html))).toEqual([]);
    expect(
      brokenLinks('/docs/guides/sending', '<a href="/docs/nowhere"> <a href="#nowhere"> <img src="/docs/assets/none.png">'),
    ).toHaveLength(3);
  });

  it('lists every guide and runbook in its contents', async () => {
    const listed = new Set(
      entriesOf(readContents(await readFile(join(repository, contentsFile), 'utf8'))).map(({ path }) => `/docs/${path}`),
    );
    const expected = [...pages.keys()].filter((address) => /^\/docs\/(?:concepts|guides|runbooks|reference)\//.test(address));
    expect(expected.filter((address) => !listed.has(address))).toEqual([]);
    expect([...listed].filter((address) => !pages.has(address))).toEqual([]);
  });

  it('has a page for every code of the error catalogue', () => {
    for (const code of Object.keys(ERRORS)) expect(pages.get(`/docs/errors/${code}`), code).toContain(`<code>${code}</code>`);
  });

  it('has nothing inline that its content policy would refuse', () => {
    for (const [address, html] of pages) {
      expect(html.match(/<script(?![^>]*\ssrc=)|<style|\sstyle="|\son\w+="/g), address).toBe(null);
      expect(html.match(/<h1/g), address).toHaveLength(1);
    }
  });

  it('finds a page by a word, by the beginning of one, and in spite of a typing error', async () => {
    const index = MiniSearch.loadJSON<SearchRow>(await readFile(join(outDir, 'search.json'), 'utf8'), searchOptions);
    const first = (words: string): string => String(index.search(words)[0]?.id);
    expect(first('idempotency_key_reused')).toBe('/docs/errors/idempotency_key_reused');
    expect(first('importing contacts')).toMatch(/^\/docs\/guides\/import-contacts/);
    expect(first('emulat')).toMatch(/emulator/);
    expect(first('retenton')).toMatch(/retention/);
    expect(first('idempotency')).toMatch(/^\/docs\/concepts\/idempotency/);
    expect(index.search('rate_limited').filter(({ id }) => String(id).startsWith('/docs/errors#'))).toEqual([]);
  });
});
