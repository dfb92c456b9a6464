import MarkdownIt, { type Token } from 'markdown-it';
import { resolveLink } from './addresses.ts';
import { createAnchors } from './anchors.ts';
import { codeBlock, tabs, type Sample } from './code.ts';
import { readFence } from './fence.ts';
import type { Highlight } from './highlight.ts';
import { escapeHtml } from './html.ts';
import type { Heading, Section } from './page.ts';

/** A document as the site needs it. */
export type Rendered = { title: string; description: string; body: string; headings: Heading[]; sections: Section[] };

const alerts: Readonly<Record<string, string>> = {
  NOTE: 'Note',
  TIP: 'Tip',
  IMPORTANT: 'Important',
  WARNING: 'Careful',
  CAUTION: 'Careful',
};

/**
 * Renders a document of the repository: links between documents become links between pages, headings get the anchors that
 * code hosts give them, code blocks that follow one another in different languages become tabs. `imageUrl` gives the address
 * of a picture that the document shows.
 *
 * Errors: throws when the document does not begin with one heading of the first level.
 */
export function renderMarkdown(
  name: string,
  text: string,
  { highlight, imageUrl }: { highlight: Highlight; imageUrl: (file: string) => string },
): Rendered {
  const markdown = new MarkdownIt({ html: true, linkify: false });
  const tokens = mergeSamples(markdown.parse(text.replaceAll(/<!--[\s\S]*?-->\n?/g, ''), {}));
  const anchorOf = createAnchors();
  const headings: Heading[] = [];
  const sections: Section[] = [{ anchor: '', heading: '', text: '' }];
  let title = '';
  let description = '';
  for (const [index, token] of tokens.entries()) {
    const content = tokens[index + 1];
    if (token.type === 'heading_open' && content !== undefined) {
      const heading = plainText(content);
      const anchor = anchorOf(heading);
      token.attrSet('id', anchor);
      if (token.tag === 'h1') title = title === '' ? heading : fail(name, 'has more than one heading of the first level');
      else sections.push({ anchor, heading, text: '' });
      if (token.tag === 'h2' || token.tag === 'h3') headings.push({ level: token.tag === 'h2' ? 2 : 3, text: heading, anchor });
    } else if (token.type === 'inline' && tokens[index - 1]?.type !== 'heading_open') {
      const plain = plainText(token);
      if (description === '' && tokens[index - 1]?.type === 'paragraph_open') description = plain;
      const section = sections.at(-1);
      if (section !== undefined) section.text += `${plain} `;
    }
  }
  if (title === '') fail(name, 'has no heading of the first level');
  setRules(markdown, name, highlight, imageUrl);
  return { title, description, body: markdown.renderer.render(tokens, markdown.options, {}), headings, sections };
}

function setRules(markdown: InstanceType<typeof MarkdownIt>, name: string, highlight: Highlight, imageUrl: (file: string) => string): void {
  const { rules } = markdown.renderer;
  // Which closing tags belong to links that were left out.
  const left: boolean[] = [];
  rules['link_open'] = (tokens, index) => {
    const href = String(tokens[index]?.attrGet('href') ?? '');
    const target = resolveLink(name, href);
    left.push(target === null);
    if (target === null) return `<span class="in-repository" title="In the repository: ${escapeHtml(href.replace(/^(?:\.\.\/)+/, ''))}">`;
    const outside = /^https?:/.test(target.url) ? ' rel="noreferrer"' : '';
    return `<a href="${escapeHtml(target.url)}"${outside}>`;
  };
  rules['link_close'] = () => (left.pop() === true ? '</span>' : '</a>');
  rules['image'] = (tokens, index) => {
    const token = tokens[index];
    return `<img src="${escapeHtml(imageUrl(String(token?.attrGet('src') ?? '')))}" alt="${escapeHtml(token?.content ?? '')}" loading="lazy">`;
  };
  rules['heading_open'] = (tokens, index) => {
    const token = tokens[index];
    return `<${token?.tag} id="${escapeHtml(String(token?.attrGet('id') ?? ''))}">`;
  };
  rules['heading_close'] = (tokens, index) => {
    const { tag = 'h2' } = tokens[index] ?? {};
    const open = tokens.slice(0, index).findLast(({ type }) => type === 'heading_open');
    const words = escapeHtml(plainText(tokens[index - 1]));
    return tag === 'h1'
      ? '</h1>'
      : `<a class="anchor" href="#${escapeHtml(String(open?.attrGet('id') ?? ''))}" aria-label="Link to “${words}”">#</a></${tag}>`;
  };
  rules['table_open'] = () => '<div class="table" tabindex="0" role="group" aria-label="Table"><table>';
  for (const tag of ['th', 'td'])
    rules[`${tag}_open`] = (tokens, index) =>
      /right/.test(String(tokens[index]?.attrGet('style') ?? '')) ? `<${tag} class="figure">` : `<${tag}>`;
  rules['table_close'] = () => '</table></div>';
  rules['fence'] = (tokens, index) => {
    const samples: Sample[] = samplesOf(tokens[index]);
    const blocks = samples.map((sample) => codeBlock(sample, highlight));
    return samples.length === 1 ? (blocks[0] ?? '') : tabs(samples.map(({ label }, at) => ({ label, html: blocks[at] ?? '' })));
  };
  rules['code_block'] = (tokens, index) => codeBlock({ label: 'Text', language: 'text', code: tokens[index]?.content ?? '' }, highlight);
  rules['blockquote_open'] = (tokens, index) => {
    const first = tokens[index + 2];
    const kind = /^\[!([A-Z]+)\]\s*/.exec(first?.content ?? '');
    const label = alerts[kind?.[1] ?? ''];
    if (label === undefined || first === undefined) return '<blockquote>';
    const [mark] = first.children ?? [];
    if (mark !== undefined) mark.content = mark.content.replace(/^\[![A-Z]+\]\s*/, '');
    return `<blockquote class="alert alert-${(kind?.[1] ?? '').toLowerCase()}"><p class="alert-label">${label}</p>`;
  };
}

/** Blocks that follow one another directly, each in another language, say the same thing in several ways. */
function mergeSamples(tokens: Token[]): Token[] {
  const merged: Token[] = [];
  for (const token of tokens) {
    const last = merged.at(-1);
    const isAlternative = (info: string): boolean => ['sh', 'ts', 'js', 'python'].includes(readFence(info).language);
    if (token.type === 'fence' && last?.type === 'fence' && isAlternative(token.info) && isAlternative(last.info)) {
      const earlier = samplesOf(last);
      const [next] = samplesOf(token);
      if (next !== undefined && !earlier.some(({ language }) => language === next.language)) {
        last.meta = { samples: [...earlier, next] };
        continue;
      }
    }
    merged.push(token);
  }
  return merged;
}

const labels: Readonly<Record<string, string>> = {
  sh: 'Shell',
  ts: 'TypeScript',
  js: 'JavaScript',
  json: 'JSON',
  http: 'HTTP',
  sql: 'SQL',
  yaml: 'YAML',
  ini: 'Settings',
  nginx: 'nginx',
  python: 'Python',
  text: 'Output',
  '': 'Output',
};

function samplesOf(token: Token | undefined): Sample[] {
  const merged = token?.meta?.['samples'];
  if (Array.isArray(merged)) return merged as Sample[]; // only mergeSamples sets it
  const { language, marks } = readFence(token?.info ?? '');
  const code = token?.content ?? '';
  const label = marks['title'] ?? (language === 'sh' && /^\s*curl\b/m.test(code) ? 'curl' : (labels[language] ?? language));
  return [{ label, language, code }];
}

function plainText(token: Token | undefined): string {
  return (token?.children ?? [])
    .map((child) => (child.type === 'softbreak' || child.type === 'hardbreak' ? ' ' : child.content))
    .join('')
    .trim();
}

function fail(name: string, why: string): never {
  throw new Error(`${name} ${why}.`);
}
