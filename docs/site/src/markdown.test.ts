import { beforeAll, describe, expect, it } from 'vitest';
import { createHighlight, type Highlight } from './highlight.ts';
import { renderMarkdown } from './markdown.ts';

let highlight: Highlight;
beforeAll(async () => {
  highlight = await createHighlight();
});

const render = (text: string, name = 'docs/guides/sending.md') =>
  renderMarkdown(name, text, { highlight, imageUrl: (file) => `/docs/assets/${file}` });

describe('a document', () => {
  it('links to pages by their address, and names files that are in the repository only', () => {
    const { body } = render(
      '# A\n[one](media.md#files) [two](../README.md) [three](../../sdk/README.md) [four](../reference/errors.md#not_found) [five](../../contract/src/errors.ts) [six](https://example.com)',
    );
    expect(body).toContain('href="/docs/guides/media#files"');
    expect(body).toContain('href="/docs"');
    expect(body).toContain('href="/docs/sdk"');
    expect(body).toContain('href="/docs/errors/not_found"');
    expect(body).toContain('<span class="in-repository" title="In the repository: contract/src/errors.ts">five</span>');
    expect(body).toContain('href="https://example.com"');
  });

  it('gives headings anchors, and a number to a text that comes again', () => {
    const { headings, title, description } = render('# A page\n\nWhat it is *for*.\n\n## Once & only\n\n## Once & only\n\n### Below');
    expect(headings.map(({ anchor }) => anchor)).toEqual(['once--only', 'once--only-1', 'below']);
    expect([title, description]).toEqual(['A page', 'What it is for.']);
  });

  it('makes tabs of samples in several languages that follow one another, and of nothing else', () => {
    const { body } = render('# A\n\n```sh\ncurl x\n```\n\n```ts\nawait x();\n```\n\nText\n\n```json\n{}\n```\n\n```sh\nls\n```\n');
    expect(body.match(/class="tabs"/g)).toHaveLength(1);
    expect(body).toContain('data-label="curl"');
    expect(body).toContain('data-label="TypeScript"');
  });

  it('colours code by classes and escapes it', () => {
    const { body } = render('# A\n\n```ts\nconst a = "<b>";\n```\n');
    expect(body).toMatch(/class="t-[a-z-]+"/);
    expect(body).toContain('&lt;b&gt;');
    expect(body).not.toContain('style=');
  });

  it('turns a marked quotation into a notice', () => {
    expect(render('# A\n\n> [!WARNING]\n> Mind this.').body).toMatch(/alert-warning"><p class="alert-label">Careful<\/p><p>\s*Mind this/);
  });

  it('needs exactly one heading of the first level', () => {
    expect(() => render('Text')).toThrow('docs/guides/sending.md has no heading');
    expect(() => render('# A\n\n# B')).toThrow('more than one heading');
  });
});
