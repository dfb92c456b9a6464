import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

/** One request that a block made. */
export type Answer = { url: string; status: number; body: string };

/** What a call of curl left behind. `answer` null: no request was answered. */
export type CurlOutcome = { exitCode: number; stdout: Buffer; stderr: string; answer: Answer | null };

/**
 * Stands in for curl while the documentation is tried, so that nothing has to be installed, nothing has to be started per request, and every answer is on
 * record: the options that the documents use, and no others. Files are those of `folder`. Never throws.
 */
export async function curl(args: readonly string[], folder: string): Promise<CurlOutcome> {
  try {
    return await exchange(await readArguments(args, folder), folder);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return {
      exitCode: 1,
      stdout: Buffer.alloc(0),
      stderr: `${error instanceof Error ? error.message : String(error)}${cause}\n`,
      answer: null,
    };
  }
}

type Call = {
  url: string;
  method: string | undefined;
  headers: Headers;
  body: string | Buffer | FormData | undefined;
  output: string;
  headerFile: string;
  keepsName: boolean;
};

async function readArguments(args: readonly string[], folder: string): Promise<Call> {
  const left = [...args];
  const take = (): string => left.shift() ?? fail('curl: an option has no value');
  const call: Call = { url: '', method: undefined, headers: new Headers(), body: undefined, output: '-', headerFile: '', keepsName: false };
  while (left.length > 0) {
    const option = take();
    if (option === '-H') {
      const [name = '', ...rest] = take().split(':');
      call.headers.append(name, rest.join(':').trim());
    } else if (option === '-X') call.method = take();
    else if (option === '-d' || option === '--data-binary') call.body = await dataOf(take(), folder);
    else if (option === '-F') call.body = await withPart(call.body instanceof FormData ? call.body : new FormData(), take(), folder);
    else if (option === '-o') call.output = take();
    else if (option === '-D') call.headerFile = take();
    else if (option === '-i') call.headerFile = '-';
    else if (option === '-O') call.keepsName = true;
    else if (/^-[sSNJL]+$/.test(option)) continue;
    else if (option.startsWith('-')) fail(`curl here has no option ${option}`);
    else call.url = option;
  }
  return call;
}

async function exchange(call: Call, folder: string): Promise<CurlOutcome> {
  const { url, headers, body, output, headerFile } = call;
  if (body !== undefined && !(body instanceof FormData) && !headers.has('content-type'))
    headers.set('content-type', 'application/x-www-form-urlencoded');
  const response = await fetch(url, {
    method: call.method ?? (body === undefined ? 'GET' : 'POST'),
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = /json|^text\//.test(response.headers.get('content-type') ?? '');
  const head = Buffer.from(
    `HTTP/1.1 ${response.status}\n${[...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`,
  );
  if (headerFile !== '' && headerFile !== '-') await writeFile(resolve(folder, headerFile), head);
  const file = call.keepsName ? basename(new URL(url).pathname) : output;
  if (file !== '-') await writeFile(resolve(folder, file), bytes);
  return {
    exitCode: 0,
    stdout: Buffer.concat([...(headerFile === '-' ? [head] : []), ...(file === '-' ? [bytes] : [])]),
    stderr: '',
    answer: { url, status: response.status, body: isText ? bytes.toString('utf8') : '' },
  };
}

async function dataOf(text: string, folder: string): Promise<string | Buffer> {
  return text.startsWith('@') ? readFile(resolve(folder, text.slice(1))) : text;
}

async function withPart(form: FormData, text: string, folder: string): Promise<FormData> {
  const [, name = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
  if (!value.startsWith('@')) form.append(name, value);
  else {
    const [file = '', type = ''] = value.slice(1).split(';type=');
    form.append(name, new Blob([await readFile(resolve(folder, file))], { type }), basename(file));
  }
  return form;
}

function fail(message: string): never {
  throw new Error(message);
}
