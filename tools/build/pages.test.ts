import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestSources, isFresh, type Pages } from './pages.ts';

const pages: Pages = { name: 'dashboard', folder: 'web', sources: ['web', 'package-lock.json'] };

describe('whether pages need a build', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kabar-pages-'));
    mkdirSync(join(root, 'web/src'), { recursive: true });
    writeFileSync(join(root, 'web/src/main.tsx'), 'one');
    writeFileSync(join(root, 'package-lock.json'), '{}');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('follows the content, the names and the number of the sources', () => {
    const before = digestSources(pages, root);
    expect(digestSources(pages, root)).toBe(before);
    writeFileSync(join(root, 'web/src/main.tsx'), 'two');
    const edited = digestSources(pages, root);
    writeFileSync(join(root, 'web/src/more.ts'), '');
    const added = digestSources(pages, root);
    writeFileSync(join(root, 'package-lock.json'), '{"a":1}');
    expect(new Set([before, edited, added, digestSources(pages, root)]).size).toBe(4);
  });

  it('ignores tests and what was built', () => {
    const before = digestSources(pages, root);
    mkdirSync(join(root, 'web/dist'));
    writeFileSync(join(root, 'web/dist/index.html'), '');
    writeFileSync(join(root, 'web/src/main.test.ts'), '');
    expect(digestSources(pages, root)).toBe(before);
  });

  it('is decided by the stamp of the last build', () => {
    const digest = digestSources(pages, root);
    expect(isFresh(pages, digest, root)).toBe(false);
    mkdirSync(join(root, 'web/dist'));
    writeFileSync(join(root, 'web/dist/.built-from'), digest);
    expect(isFresh(pages, digest, root)).toBe(true);
    expect(isFresh(pages, 'other', root)).toBe(false);
  });
});
