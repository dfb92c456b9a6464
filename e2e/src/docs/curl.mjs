// Stands in for curl while the documentation is tried, so that nothing has to be installed and every answer is on record: the options
// that the documents use, and no others. Appends one line per request to the file named in CURL_RECORD.
import { appendFileSync, openAsBlob, readFileSync, writeFileSync } from 'node:fs';

const headers = new Headers();
let [url, method, body, form, output, headerFile, shows, remoteName] = ['', undefined, undefined, undefined, '-', '', false, false];
for (let args = process.argv.slice(2); args.length > 0;) {
  const option = args.shift();
  if (option === '-H') {
    const [name, ...rest] = args.shift().split(':');
    headers.append(name, rest.join(':').trim());
  } else if (option === '-X') method = args.shift();
  else if (option === '-d' || option === '--data') body = dataOf(args.shift());
  else if (option === '--data-binary') body = dataOf(args.shift());
  else if (option === '-F') {
    form ??= new FormData();
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(args.shift());
    if (!value.startsWith('@')) form.append(name, value);
    else {
      const [path, type = ''] = value.slice(1).split(';type=');
      form.append(name, await openAsBlob(path, { type }), path.split('/').at(-1));
    }
  } else if (option === '-o') output = args.shift();
  else if (option === '-D') headerFile = args.shift();
  else if (option === '-i') shows = true;
  else if (option === '-O') remoteName = true;
  else if (['-s', '-S', '-f', '-N', '-J', '-L', '-sS'].includes(option)) continue;
  else if (option.startsWith('-')) throw new Error(`curl here has no option ${option}`);
  else url = option;
}

if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/x-www-form-urlencoded');
const response = await fetch(url, {
  method: method ?? (body === undefined && form === undefined ? 'GET' : 'POST'),
  headers,
  body: form ?? body,
  redirect: 'manual',
});
const bytes = Buffer.from(await response.arrayBuffer());
const type = response.headers.get('content-type') ?? '';
appendFileSync(
  process.env.CURL_RECORD,
  `${JSON.stringify({ url, status: response.status, body: type.includes('json') || type.startsWith('text/') ? bytes.toString('utf8') : '' })}\n`,
);
const head = `HTTP/1.1 ${response.status}\n${[...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`;
if (shows || headerFile === '-') process.stdout.write(head);
else if (headerFile !== '') writeFileSync(headerFile, head);
if (remoteName) writeFileSync(url.split('/').at(-1).split('?')[0], bytes);
else if (output === '-') process.stdout.write(bytes);
else writeFileSync(output, bytes);

function dataOf(text) {
  return text.startsWith('@') ? readFileSync(text.slice(1)) : text;
}
