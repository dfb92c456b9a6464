import { PERMISSIONS } from '@kabar/contract';
import { codeBlock, tabs } from '../code.ts';
import type { Highlight } from '../highlight.ts';
import { escapeHtml } from '../html.ts';
import type { SubNavigation } from '../layout.ts';
import type { Page } from '../page.ts';
import { exampleOf } from './example.ts';
import { fieldItem, fieldList, inline } from './fields.ts';
import type { Operation, Reference } from './read-reference.ts';
import { samplesOf } from './samples.ts';
import { findSdkCalls } from './sdk-calls.ts';

/** What somebody comes for first; the rest follows by name. */
const firstTags = [
  'Messages',
  'Conversations',
  'Contacts',
  'Consent',
  'Templates',
  'Media',
  'Numbers',
  'Webhooks',
  'Events',
  'Request log',
  'API keys',
  'Members',
];

/** The pages of the API reference: an overview, a page per tag, a page per operation. */
export async function referencePages(reference: Reference, highlight: Highlight): Promise<{ pages: Page[]; subNavigation: SubNavigation }> {
  const calls = await findSdkCalls(reference.operations);
  const tags = [...new Set(reference.operations.map(({ tag }) => tag))].toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'));
  const groups = tags.map((tag) => ({ tag, operations: reference.operations.filter((operation) => operation.tag === tag) }));
  return {
    pages: [
      overviewPage(reference, groups),
      ...groups.map(({ tag, operations }) => tagPage(tag, operations)),
      ...reference.operations.map((operation) =>
        operationPage(operation, reference, highlight, samplesOf(operation, reference, calls.get(operation.name))),
      ),
    ],
    subNavigation: {
      path: 'api',
      entries: groups.map(({ tag, operations }) => ({
        title: tag,
        path: tagPath(tag),
        entries: operations.map((operation) => ({ title: operation.summary, path: operationPath(operation), about: '' })),
      })),
    },
  };
}

/** Address of the page of an operation below `/docs`. */
export function operationPath(operation: Operation): string {
  return `${tagPath(operation.tag)}/${operation.slug}`;
}

function tagPath(tag: string): string {
  return `api/${tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

function rank(tag: string): number {
  const at = firstTags.indexOf(tag);
  return at === -1 ? firstTags.length : at;
}

function overviewPage({ operations, version }: Reference, groups: readonly { tag: string; operations: readonly Operation[] }[]): Page {
  const lists = groups
    .map(
      ({ tag, operations: own }) =>
        `<section><h2 id="${tagPath(tag).slice(4)}"><a href="/docs/${tagPath(tag)}">${escapeHtml(tag)}</a></h2>${operationTable(own)}</section>`,
    )
    .join('');
  return {
    path: 'api',
    title: 'API reference',
    description: `Every operation of the Kabar API, version ${version}.`,
    kind: 'reference',
    body: `<h1>API reference</h1>
<p>REST over JSON: ${operations.length} operations, all that the dashboard does. Version ${escapeHtml(version)}. Programs read the same as <a href="/openapi.json">OpenAPI 3.1</a>.</p>
<ul>
<li>A key is sent as <code>Authorization: Bearer kabar_live_…</code>. See <a href="/docs/concepts/keys-and-scopes">keys and scopes</a>.</li>
<li>Lists come in pages: see <a href="/docs/concepts/pagination">pagination</a>. Writes can be repeated safely: see <a href="/docs/concepts/idempotency">idempotency</a>.</li>
<li>Every refusal has one shape and a stable code: see <a href="/docs/errors">errors</a>. How much is allowed: see <a href="/docs/concepts/rate-limits">rate limits</a>.</li>
</ul>
${lists}`,
    headings: groups.map(({ tag }) => ({ level: 2, text: tag, anchor: tagPath(tag).slice(4) })),
    sections: [{ anchor: '', heading: '', text: 'REST JSON OpenAPI operations endpoints' }],
  };
}

function tagPage(tag: string, operations: readonly Operation[]): Page {
  return {
    path: tagPath(tag),
    title: tag,
    description: `Operations of the API about ${tag.toLowerCase()}.`,
    kind: 'reference',
    within: 'api',
    body: `<h1>${escapeHtml(tag)}</h1>${operationTable(operations)}`,
    headings: [],
    sections: [{ anchor: '', heading: '', text: operations.map(({ summary }) => summary).join('. ') }],
  };
}

function operationTable(operations: readonly Operation[]): string {
  return `<ul class="operations">${operations
    .map((operation) => `<li><a href="/docs/${operationPath(operation)}">${escapeHtml(operation.summary)}</a> ${endpoint(operation)}</li>`)
    .join('')}</ul>`;
}

function endpoint({ method, path }: Operation): string {
  return `<span class="endpoint"><span class="method method-${method.toLowerCase()}">${method}</span> <code>${escapeHtml(path).replaceAll('/', '/<wbr>')}</code></span>`;
}

function operationPage(operation: Operation, reference: Reference, highlight: Highlight, samples: ReturnType<typeof samplesOf>): Page {
  const { summary, description, parameters, body, answers } = operation;
  const of = (where: string) => parameters.filter((parameter) => parameter.in === where);
  const parameterList = (where: string, title: string): string => {
    const own = of(where);
    if (own.length === 0) return '';
    return `<h2>${title}</h2><ul class="fields">${own
      .map(({ name, schema, required, description: about }) =>
        fieldItem(name, { ...reference.resolve(schema), description: about }, reference, required),
      )
      .join('')}</ul>`;
  };
  const bodyFields = body === null ? '' : fieldList(body.schema, reference, true);
  const bodyPart =
    body === null
      ? ''
      : `<h2>Body</h2>${body.type === 'application/json' ? '' : `<p>Sent as <code>${escapeHtml(body.type)}</code>${bodyFields === '' ? ', the file in the field <code>file</code>' : ''}.</p>`}${bodyFields}`;
  const answerParts = answers.map(({ status, schema, type }) => {
    const fields = schema === null ? '' : fieldList(schema, reference, false);
    const what =
      type === null ? (schema === null ? 'Done; the answer has no body.' : '') : `The content, as <code>${escapeHtml(type)}</code>.`;
    return `<h2>Answer ${escapeHtml(status)}</h2>${what === '' ? '' : `<p>${what}</p>`}${fields}`;
  });
  const panels = samples.map((sample) => ({ label: sample.label, html: codeBlock(sample, highlight) }));
  const answer = answers.find(({ schema }) => schema !== null);
  const answerSample =
    answer?.schema === undefined || answer.schema === null
      ? ''
      : codeBlock(
          {
            label: `Answer ${answer.status}`,
            language: 'json',
            code: JSON.stringify(exampleOf(answer.schema, reference, { all: true }), null, 2),
          },
          highlight,
        );
  return {
    path: operationPath(operation),
    title: summary,
    description: description === '' ? `${summary}: ${operation.name}` : description,
    kind: 'reference',
    within: 'api',
    body: `<h1>${escapeHtml(summary)}</h1>
<p class="endpoint-line">${endpoint(operation)}</p>
<div class="operation"><div class="about">
${paragraphs(description)}
${accessPart(operation)}
${parameterList('path', 'In the path')}${parameterList('query', 'In the query')}${parameterList('header', 'Headers')}${bodyPart}${answerParts.join('')}
${errorPart(operation)}
</div><div class="samples">${panels.length === 1 ? (panels[0]?.html ?? '') : tabs(panels)}${answerSample}</div></div>`,
    headings: [],
    sections: [
      { anchor: '', heading: '', text: `${operation.name} ${description} ${operation.scope ?? ''} ${fieldNames(operation).join(' ')}` },
    ],
  };
}

function fieldNames({ parameters, body }: Operation): string[] {
  return [...parameters.map(({ name }) => name), ...Object.keys(body?.schema.properties ?? {})];
}

function paragraphs(text: string): string {
  return text === ''
    ? ''
    : text
        .split('\n\n')
        .map((part) => `<p>${inline(part)}</p>`)
        .join('');
}

function accessPart({ access, scope }: Operation): string {
  if (access === 'public') return '<p class="access">Anybody may call this; no key is needed.</p>';
  const about = scope !== null && scope in PERMISSIONS ? PERMISSIONS[scope as keyof typeof PERMISSIONS].about : '';
  const needs =
    scope === null
      ? ''
      : ` the permission <code>${escapeHtml(scope)}</code>${about === '' ? '' : ` (${escapeHtml(about.charAt(0).toLowerCase() + about.slice(1))})`}`;
  if (access === 'key') return `<p class="access">An <a href="/docs/concepts/keys-and-scopes">API key</a> or a member with${needs}.</p>`;
  return `<p class="access">Only a signed-in person${scope === null ? '' : ` with${needs}`}; no API key can do this.</p>`;
}

function errorPart({ refusals }: Operation): string {
  const statuses = refusals.map(({ status, codes }) => {
    const links = codes.map((code) => `<li><a href="/docs/errors/${escapeHtml(code)}"><code>${escapeHtml(code)}</code></a></li>`);
    return `<li><details><summary><code>${escapeHtml(status)}</code></summary><ul>${links.join('')}</ul></details></li>`;
  });
  return `<h2>Refusals</h2><p>Every refusal has the same body with a stable code; decide by the code. These come with each status; which of them fit depends on the request. See <a href="/docs/errors">errors</a>.</p><ul class="refusals">${statuses.join('')}</ul>`;
}
