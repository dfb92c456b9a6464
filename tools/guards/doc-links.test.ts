import { describe, expect, it } from 'vitest';
import { anchorsOf, checkDocLinks } from './doc-links.ts';

const names = ['README.md', 'docs/guide.md', 'docs/images/a.png', 'sdk/src/index.ts'];

function check(text: string, name = 'docs/guide.md'): string[] {
  const documents = [
    { name: 'README.md', text: '# Kabar\n\n## First *steps*, now\n' },
    { name: 'docs/guide.md', text: '' },
  ].map((document) => (document.name === name ? { name, text } : document));
  return checkDocLinks(
    documents,
    names,
    new Map([
      ['.', ['start']],
      ['docs', ['draw']],
      ['web', ['extract']],
    ]),
  ).map((finding) => finding.message);
}

describe('the link guard', () => {
  it('sees links that lead nowhere', () => {
    expect(check('[a](missing.md) ![p](images/b.png) [b](../README.md#nowhere) [c](#here)\n\n`npm run nothing` npm run extract')).toEqual([
      'link to missing.md: no such file',
      'link to images/b.png: no such file',
      'link to ../README.md#nowhere: no such heading',
      'link to #here: no such heading',
      'there is no script "nothing"',
      'there is no script "extract"',
    ]);
  });

  it('accepts files, folders, headings, web addresses, code and known scripts', () => {
    const text =
      '# Here\n[a](../README.md#first-steps-now) [b](images/) [c](#here) [d](https://example.com/x) ![p](images/a.png)\n`[x](y)` npm run start npm run draw\n```\n[z](q)\n```\n';
    expect(check(text)).toEqual([]);
  });

  it('makes anchors as code hosts do', () => {
    expect([...anchorsOf('# A `b` & c\n## A `b` & c\n<a id="x"></a>\n```\n# not\n```')]).toEqual(['a-b--c', 'a-b--c-1', 'x']);
  });
});
