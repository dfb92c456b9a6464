// Stands in for curl while the documentation is tried, so that nothing has to be installed and every answer is on record: the options
// that the documents use, and no others. Appends one line per request to the file named in CURL_RECORD.
import { appendFileSync, openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const args = process.argv.slice(2);
const take = (): string => args.shift() ?? fail('curl: an option has no value');
const headers = new Headers();
const form = new FormData();
let url = '';
let method: string | undefined;
let body: string | Buffer | undefined;
let hasForm = false;
let output = '-';
let headerFile = '';
let keepsName = false;

while (args.length > 0) {
  const option = take();
  if (option === '-H') {
    const [name = '', ...rest] = take().split(':');
    headers.append(name, rest.join(':').trim());
  } else if (option === '-X') method = take();
  else if (option === '-d' || option === '--data-binary') body = dataOf(take());
  else if (option === '-F') {
    hasForm = true;
    await addPart(take());
  } else if (option === '-o') output = take();
  else if (option === '-D') headerFile = take();
  else if (option === '-i') headerFile = '-';
  else if (option === '-O') keepsName = true;
  else if (/^-[sSNJL]+$/.test(option)) continue;
  else if (option.startsWith('-')) fail(`curl here has no option ${option}`);
  else url = option;
}

if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/x-www-form-urlencoded');
const response = await fetch(url, {
  method: method ?? (body === undefined && !hasForm ? 'GET' : 'POST'),
  headers,
  redirect: 'manual',
  ...(hasForm ? { body: form } : body === undefined ? {} : { body }),
});
const bytes = Buffer.from(await response.arrayBuffer());
const isText = /json|^text\//.test(response.headers.get('content-type') ?? '');
const record = { url, status: response.status, body: isText ? bytes.toString('utf8') : '' };
appendFileSync(process.env['CURL_RECORD'] ?? fail('curl here needs CURL_RECORD'), `${JSON.stringify(record)}\n`);
const head = `HTTP/1.1 ${response.status}\n${[...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`;
if (headerFile === '-') process.stdout.write(head);
else if (headerFile !== '') writeFileSync(headerFile, head);
if (keepsName) writeFileSync(basename(new URL(url).pathname), bytes);
else if (output === '-') process.stdout.write(bytes);
else writeFileSync(output, bytes);

function dataOf(text: string): string | Buffer {
  return text.startsWith('@') ? readFileSync(text.slice(1)) : text;
}

async function addPart(text: string): Promise<void> {
  const [, name = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
  if (!value.startsWith('@')) return form.append(name, value);
  const [file = '', type = ''] = value.slice(1).split(';type=');
  form.append(name, await openAsBlob(file, { type }), basename(file));
}

function fail(message: string): never {
  throw new Error(message);
}
