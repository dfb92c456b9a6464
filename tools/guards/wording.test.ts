import { describe, expect, it } from 'vitest';
import { checkLockfile, checkWording } from './wording.ts';

const messages = (text: string, name = 'server/src/a.ts') =>
  checkWording([{ name, text }], ['README.md', 'docs/adr/0001-a.md']).map((finding) => finding.message);

describe('the wording guard', () => {
  it.each([
    ['see /work/shop/server', 'path of one machine'],
    ["readFile('/root/.npmrc')", 'path of one machine'],
    ['in /home/ada/kabar', 'path of one machine'],
    ["mkdir('/tmp/kabar')", 'fixed temporary path'],
    ['from https://registry.example.com/pkg', 'package registry'],
    ['// TODO later', 'leave nothing to do'],
    ['as SECRET_PLANS.md says', 'not in the repository'],
  ])('sees %s', (text, expected) => {
    expect(messages(`first\n${text}`)).toEqual([expect.stringContaining(expected)]);
  });

  it('accepts addresses, routes, relative paths and known documents', () => {
    expect(messages('https://example.com/work/x GET /v1/work ./tmp/x README.md os.tmpdir() /homepage')).toEqual([]);
  });

  it('tells the line', () => {
    expect(checkWording([{ name: 'a.ts', text: 'a\nb\nin /work/x' }], [])).toMatchObject([{ line: 3 }]);
  });
});

describe('the lockfile guard', () => {
  it('sees a download address and accepts a workspace link', () => {
    expect(checkLockfile('"resolved": "https://example.com/a.tgz"')).toHaveLength(1);
    expect(checkLockfile('"resolved": "contract", "link": true')).toEqual([]);
  });
});
