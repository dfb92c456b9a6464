import { ERRORS, type ErrorCode, type ErrorEntry } from '@kabar/contract/errors';
import { codeBlock } from './code.ts';
import { errorNotes } from './error-notes.ts';
import type { Highlight } from './highlight.ts';
import { escapeHtml } from './html.ts';
import type { Page } from './page.ts';
import { inline } from './reference/fields.ts';

/** A guide that helps with a refusal. */
type Help = { pattern: RegExp; path: string; title: string };

const helps: readonly Help[] = [
  { pattern: /^(?:unauthenticated|api_key_|ip_not_allowed|permission_denied)/, path: 'concepts/keys-and-scopes', title: 'Keys and scopes' },
  { pattern: /^idempotency_/, path: 'concepts/idempotency', title: 'Idempotency' },
  { pattern: /^(?:rate_limited|too_many)/, path: 'concepts/rate-limits', title: 'Rate limits' },
  { pattern: /^cursor_/, path: 'concepts/pagination', title: 'Pagination' },
  { pattern: /^(?:message_|content_invalid|recipient_|number_)/, path: 'guides/sending', title: 'Sending' },
  { pattern: /^template/, path: 'guides/templates', title: 'Templates' },
  { pattern: /^media_/, path: 'guides/media', title: 'Media' },
  { pattern: /^webhook/, path: 'guides/webhooks', title: 'Webhooks' },
];

/** What a status means for whoever wrote the program. */
const statuses: Readonly<Record<number, string>> = {
  400: 'The request itself has to change.',
  401: 'Kabar does not know who is asking.',
  403: 'Kabar knows who is asking, and this is not allowed to them.',
  404: 'Nothing is there for this caller. What belongs to another workspace answers the same.',
  405: 'The address exists, the method does not.',
  409: 'The request is well formed, but the thing is in a state that does not allow it.',
  410: 'It was there and is gone for good.',
  413: 'The request is larger than Kabar reads.',
  415: 'The body is in a format that this address does not read.',
  422: 'The request is well formed, but what it asks for contradicts itself or what is stored.',
  429: 'Too much in too short a time.',
  500: 'A fault of ours. Nothing that was refused this way was done by half.',
  503: 'Something that Kabar needs does not answer at the moment.',
};

/** A page for every refusal of the API. `knownPaths` are the pages that exist, so that help is offered only where there is some. */
export function errorPages(highlight: Highlight, knownPaths: ReadonlySet<string>): Page[] {
  const entries = Object.entries<ErrorEntry>(ERRORS).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  // Keys of a literal object.
  return entries.map(([code, entry]) => errorPage(code as ErrorCode, entry, highlight, knownPaths));
}

function errorPage(code: ErrorCode, entry: ErrorEntry, highlight: Highlight, knownPaths: ReadonlySet<string>): Page {
  const again = entry.retryable
    ? 'Yes. The very same request may succeed later: wait for <code>Retry-After</code> where the answer carries it, otherwise a little longer each time. Keep the <code>Idempotency-Key</code>. The SDK does this by itself.'
    : 'No. The same request will be refused again. Change what the message names first.';
  const answer = {
    error: {
      code,
      title: entry.title,
      message: entry.message,
      doc_url: `/docs/errors/${code}`,
      request_id: 'req_01jd8z3t5kf6v9b2m4n7p0q1rs',
      retryable: entry.retryable,
    },
  };
  const help = helps.filter(({ pattern, path }) => pattern.test(code) && knownPaths.has(path));
  const body = `<h1><code>${code}</code></h1>
<p class="lead">${escapeHtml(entry.title)}</p>
<dl class="facts"><div><dt>HTTP status</dt><dd>${entry.status}</dd></div><div><dt>Retryable</dt><dd>${entry.retryable ? 'yes' : 'no'}</dd></div></dl>
<h2 id="what-it-means">What it means</h2>
<p>${escapeHtml(statuses[entry.status] ?? 'The request was refused.')}</p>
<h2 id="what-to-do">What to do</h2>
<p>${escapeHtml(entry.message)}</p>
${causes(code)}${help.map(({ path, title }) => `<p>See <a href="/docs/${path}">${title}</a>.</p>`).join('')}
<h2 id="trying-again">May the request be sent again?</h2>
<p>${again}</p>
<h2 id="the-answer">The answer</h2>
${codeBlock({ label: `HTTP ${entry.status}`, language: 'json', code: JSON.stringify(answer, null, 2) }, highlight)}
<p>Decide by <code>code</code>, which never changes. Name <code>request_id</code> when you ask whoever runs this Kabar: it finds the request in the log.</p>`;
  return {
    path: `errors/${code}`,
    title: code,
    description: `${entry.title}. ${entry.message}`,
    kind: 'error',
    within: 'errors',
    body,
    headings: [],
    sections: [{ anchor: '', heading: '', text: `${entry.title} ${entry.message} ${entry.status} ${(errorNotes[code] ?? []).join(' ')}` }],
  };
}

function causes(code: ErrorCode): string {
  const notes = errorNotes[code] ?? [];
  return notes.length === 0 ? '' : `<p>What is usually behind it:</p><ul>${notes.map((note) => `<li>${inline(note)}</li>`).join('')}</ul>`;
}
