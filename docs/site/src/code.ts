import type { Highlight } from './highlight.ts';
import { escapeHtml } from './html.ts';

/** A piece of code to show. `label` says what it is, such as `curl`. */
export type Sample = { label: string; language: string; code: string };

const grammars: Readonly<Record<string, string>> = { sh: 'shellscript', ts: 'typescript', js: 'javascript' };

/** A code block with its label. The button that copies it comes with the script: without one it would do nothing. */
export function codeBlock({ label, language, code }: Sample, highlight: Highlight): string {
  const html = highlight(code.replace(/\n+$/, ''), grammars[language] ?? language);
  return `<figure class="code" data-language="${escapeHtml(language)}"><figcaption>${escapeHtml(label)}</figcaption><pre tabindex="0"><code>${html}</code></pre></figure>`;
}

/** Several ways to say the same. Without the script they stand one below the other; with it they are tabs that remember the choice. */
export function tabs(panels: readonly { label: string; html: string }[]): string {
  return `<div class="tabs">${panels.map(({ label, html }) => `<div class="panel" data-label="${escapeHtml(label)}">${html}</div>`).join('')}</div>`;
}
