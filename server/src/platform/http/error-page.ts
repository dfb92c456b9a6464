import { ERRORS, type ErrorEntry } from '@kabar/contract/errors';
import { defineRoute, type Route } from './route.ts';

/** `GET /docs/errors`: the page that `docs` in every error body points to, one section per code. */
export function errorPageRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/docs/errors',
      summary: 'The error catalogue as a page',
      tag: 'System',
      auth: 'public',
      hidden: true,
      responses: { 200: 'text/html' },
      handler: async ({ reply }) => {
        reply.type('text/html; charset=utf-8');
        return errorPage();
      },
    }),
  ];
}

function errorPage(): string {
  const sections = Object.entries<ErrorEntry>(ERRORS).map(([code, entry]) => section(code, entry));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Errors of the Kabar API</title>
</head>
<body>
<main>
<h1>Errors of the Kabar API</h1>
<p>Every refusal has the same body: <code>error.code</code> is stable, <code>error.message</code> says what to do, <code>error.request_id</code> finds the request in the log.</p>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

function section(code: string, entry: ErrorEntry): string {
  const again = entry.retryable ? 'The same request may succeed later.' : 'The same request will not succeed by itself.';
  return `<section id="${code}"><h2><code>${code}</code> (${entry.status}): ${escape(entry.title)}</h2><p>${escape(entry.message)}</p><p>${again}</p></section>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
