import type { Sample } from '../code.ts';
import { exampleOf, sampleId } from './example.ts';
import type { Operation, Reference } from './read-reference.ts';
import { requestExamples } from './request-examples.ts';
import type { SdkCall } from './sdk-calls.ts';

/** Values for the placeholders of a path and for a query, as samples use them. */
type Values = { path: Readonly<Record<string, string>>; query: Readonly<Record<string, unknown>>; body: unknown };

/** The samples of an operation: curl always, TypeScript where the SDK has a method. */
export function samplesOf(operation: Operation, reference: Reference, call: SdkCall | undefined): Sample[] {
  const values = valuesOf(operation, reference);
  return [
    { label: 'curl', language: 'sh', code: curlSample(operation, values) },
    ...(call === undefined ? [] : [{ label: 'TypeScript', language: 'ts', code: typeScriptSample(operation, call, values) }]),
  ];
}

function valuesOf(operation: Operation, reference: Reference): Values {
  const own = requestExamples[operation.name];
  const of = (where: 'path' | 'query') => operation.parameters.filter((parameter) => parameter.in === where);
  const query = of('query').filter(({ required, name }) => required || name === 'limit');
  return {
    path: Object.fromEntries(
      of('path').map(({ name, schema }) => [name, own?.path?.[name] ?? String(exampleOf(schema, reference, { all: false }, name))]),
    ),
    query: own?.query ?? Object.fromEntries(query.map(({ name, schema }) => [name, exampleOf(schema, reference, { all: false }, name)])),
    body:
      own?.body ??
      (operation.body === null || operation.body.type !== 'application/json'
        ? undefined
        : exampleOf(operation.body.schema, reference, { all: false })),
  };
}

function curlSample(operation: Operation, { path, query, body }: Values): string {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString();
  const address = operation.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(path[name] ?? ''));
  const lines = [
    `curl ${operation.method === 'GET' ? '' : `-X ${operation.method} `}"$KABAR_URL${address}${search === '' ? '' : `?${search}`}"`,
  ];
  if (operation.access === 'key') lines.push(`-H "Authorization: Bearer $KABAR_API_KEY"`);
  if (operation.access === 'person') {
    lines.push(`-H "Cookie: kabar_session=$KABAR_SESSION"`);
    if (operation.scope !== null) lines.push(`-H "Kabar-Workspace: wsp_${sampleId}"`);
    if (operation.method !== 'GET') lines.push('-H "Origin: $KABAR_URL"');
  }
  if (takesIdempotencyKey(operation)) lines.push(`-H "Idempotency-Key: ${operation.slug}-1042"`);
  if (operation.body?.type === 'multipart/form-data') lines.push('-F "file=@menu.pdf;type=application/pdf"');
  if (body !== undefined) {
    lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`)}'`);
  }
  return lines.join(' \\\n  ');
}

function takesIdempotencyKey(operation: Operation): boolean {
  return operation.parameters.some(({ in: where, name }) => where === 'header' && name === 'Idempotency-Key');
}

function typeScriptSample(operation: Operation, call: SdkCall, { path, query, body }: Values): string {
  const queryKeys = Object.keys(query);
  const shown = call.args.map((argument) => {
    if (argument.kind === 'path') return literal(path[argument.name] ?? '');
    if (argument.kind === 'file') return 'file';
    if (argument.kind === 'query') return queryKeys.length === 0 ? '' : literal(query);
    if (argument.kind === 'value') return argument.isList ? literal([query[argument.name]]) : literal(query[argument.name]);
    if (argument.kind === 'body') return argumentOfBody(call, body);
    return 'undefined';
  });
  while (shown.at(-1) === '') shown.pop();
  const line = `kabar.${call.method}(${shown.map((text) => (text === '' ? '{}' : text)).join(', ')})`;
  const [answer] = operation.answers;
  const hasFile = call.args.some(({ kind }) => kind === 'file');
  const result = call.isIterator
    ? `for await (const item of ${line}) {\n  console.log(item);\n}`
    : answer === undefined || (answer.schema === null && answer.type === null)
      ? `await ${line};`
      : `const ${nameOf(operation)} = await ${line};`;
  return [
    ...(hasFile ? [`import { openAsBlob } from 'node:fs';`] : []),
    `import { createKabar } from '@kabar/sdk';`,
    '',
    clientLine(operation),
    ...(hasFile ? [`const file = await openAsBlob('menu.pdf', { type: 'application/pdf' });`] : []),
    result,
    '',
  ].join('\n');
}

/** Some methods take the one field of a body by itself. */
function argumentOfBody(call: SdkCall, body: unknown): string {
  const isPlain = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isPlain && call.args.filter(({ kind }) => kind === 'body').length > 1 ? literal(Object.values(body)[0]) : literal(body ?? {});
}

function clientLine({ access, scope }: Operation): string {
  const url = 'baseUrl: process.env.KABAR_URL';
  if (access === 'key') return `const kabar = createKabar({ ${url}, apiKey: process.env.KABAR_API_KEY });`;
  if (access === 'public') return `const kabar = createKabar({ ${url} });`;
  const workspace = scope === null ? '' : `{ workspaceId: 'wsp_${sampleId}' }`;
  return `// In the dashboard's origin: the browser sends the session of the signed-in person.\nconst kabar = createKabar(${workspace});`;
}

const reserved = /^(?:delete|export|import|new|default|in|try|switch|package|public|kabar|process|file)$/;

/** A word for what comes back: `contact`, `contacts`, `story`. */
function nameOf({ tag, path, answers }: Operation): string {
  const last = path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? tag;
  const words = last.replaceAll(/[^a-zA-Z]+(.)?/g, (_match, next: string | undefined) => (next ?? '').toUpperCase());
  const isPage = answers[0]?.schema?.properties?.['next_cursor'] !== undefined;
  if (isPage) return 'page';
  if (answers[0]?.type !== null) return 'file';
  const name = path.endsWith('}') || path.split('/').length <= 3 ? words.replace(/ies$/, 'y').replace(/(?<!s)s$/, '') : words;
  return reserved.test(name) ? `${name}Result` : name;
}

/** A value as one writes it in TypeScript. */
export function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string')
    return `'${value
      .replaceAll('\\', '\\\\')
      .replaceAll("'", String.raw`\'`)
      .replaceAll('\n', String.raw`\n`)}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(([key, item]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`}: ${literal(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  const short = `${open}${parts.join(', ')}${close}`;
  if (parts.length === 0) return Array.isArray(value) ? '[]' : '{}';
  if (short.length + indent.length < 76 && !short.includes('\n')) return short;
  return `${open.trim()}\n${parts.map((part) => `${inner}${part},`).join('\n')}\n${indent}${close.trim()}`;
}
