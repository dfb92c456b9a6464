import { createKabar } from '@kabar/sdk';
import { describe, expect, it } from 'vitest';
import { readRepositoryFile } from '../run/repository-files.ts';

/** Operations of the document that the SDK has no method for, each with its reason. */
const withoutMethod: Readonly<Record<string, string>> = {
  'GET /files/:': 'a signed address that works by itself; it is the answer of media.link',
  'GET /healthz': 'for supervisors, at the address of the process and not of the API',
  'GET /readyz': 'for supervisors, at the address of the process and not of the API',
  'GET /metrics': 'for Prometheus, in its own format',
};

/** Operations that change nothing although they are no `GET`: asked again without a key, so that their answers are kept nowhere. */
const questions: Readonly<Record<string, string>> = {
  'POST /v1/search': 'what is looked for does not belong into addresses, which are logged',
  'POST /v1/search/quick': 'the same',
  'POST /v1/privacy/retention/preview': 'a policy is too long for an address',
  'POST /v1/consent-settings/try': 'the text of a customer does not belong into an address',
  'POST /v1/automatic-replies/preview': 'a message is too long for an address',
};

type Call = { name: string; endpoint: string; carriesKey: boolean };

const mark = '~';

/** Calls every method of the client, with marks in the place of ids and bodies, and gives what each asked the server for. */
async function callEverything(): Promise<Call[]> {
  const calls: Call[] = [];
  let name = '';
  const kabar = createKabar({
    baseUrl: 'http://kabar.example',
    retry: { maxRetries: 0 },
    fetch: (input, init) => {
      const url = new URL(new Request(input).url);
      const path = url.pathname.replaceAll(new RegExp(`${mark}\\d`, 'g'), ':');
      calls.push({ name, endpoint: `${init?.method} ${path}`, carriesKey: new Headers(init?.headers).has('idempotency-key') });
      return Promise.reject(new TypeError('nothing listens'));
    },
  });
  for (const [method, call] of methodsOf(kabar, '')) {
    name = method;
    const before = calls.length;
    for (const args of argumentsToTry()) if (calls.length === before) await settle(() => call(...args));
    expect(calls.length, `${method} asks the server for something`).toBeGreaterThan(before);
  }
  return calls;
}

/** Marks stand for ids, bodies and filters, whatever a method takes; what needs a file, a list or an object gets one. */
function argumentsToTry(): unknown[][] {
  const marks = [1, 2, 3, 4, 5].map((nth) => `${mark}${nth}`);
  const file = new Blob(['file']);
  return [marks, [file, {}], [marks[0], file, {}], [marks], [{}]];
}

type Method = (...args: unknown[]) => unknown;

function methodsOf(value: object, prefix: string): [string, Method][] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]): [string, Method][] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof entry === 'function') return [[name, entry as Method]];
    return typeof entry === 'object' && entry !== null ? methodsOf(entry, name) : [];
  });
}

/** Runs a promise or the first step of an iterator to its end, whatever that is. */
async function settle(call: () => unknown): Promise<void> {
  try {
    const result = call();
    if (typeof result !== 'object' || result === null) return;
    if (!(Symbol.asyncIterator in result)) {
      await Promise.resolve(result);
      return;
    }
    for await (const item of result as AsyncIterable<unknown>) if (item !== undefined) return;
  } catch {
    // Nothing listens: every call fails, after it has shown what it asks for.
  }
}

/** `GET /v1/contacts/:` for every operation of the document, with whether the server keeps an idempotency key for it. */
async function readOperations(): Promise<Map<string, { takesKey: boolean }>> {
  const document = JSON.parse(await readRepositoryFile('docs/reference/openapi.json')) as {
    paths: Record<string, Record<string, { parameters?: { $ref?: string }[] }>>;
  };
  return new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [] }]) => [
        `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, ':')}`,
        { takesKey: parameters.some(({ $ref }) => $ref?.endsWith('/IdempotencyKey') === true) },
      ]),
    ),
  );
}

describe('the SDK', () => {
  it('has a method for every operation of the OpenAPI document, and asks for nothing else', async () => {
    const [calls, operations] = await Promise.all([callEverything(), readOperations()]);
    expect(operations.size).toBeGreaterThanOrEqual(300);
    const reached = new Set(calls.map(({ endpoint }) => endpoint));
    const missing = [...operations.keys()].filter((endpoint) => !reached.has(endpoint) && withoutMethod[endpoint] === undefined);
    expect(missing, 'give these a method in sdk/src/resources, or a reason above').toEqual([]);
    const unknown = [...reached].filter((endpoint) => !operations.has(endpoint));
    expect(unknown, 'the server has no such operation').toEqual([]);
    const stale = Object.keys(withoutMethod).filter((endpoint) => !operations.has(endpoint) || reached.has(endpoint));
    expect(stale, 'these need no reason any more').toEqual([]);
  });

  it('sends an idempotency key wherever the server keeps one, so that trying again never does anything twice', async () => {
    const [calls, operations] = await Promise.all([callEverything(), readOperations()]);
    expect(calls.filter(({ carriesKey }) => carriesKey).length).toBeGreaterThanOrEqual(150);
    const wrong = calls.filter(
      ({ endpoint, carriesKey }) => (operations.get(endpoint)?.takesKey === true && questions[endpoint] === undefined) !== carriesKey,
    );
    expect(wrong.map(({ name, endpoint }) => `${name}: ${endpoint}`)).toEqual([]);
    const asked = new Set(calls.map(({ endpoint }) => endpoint));
    expect(Object.keys(questions).filter((endpoint) => !asked.has(endpoint))).toEqual([]);
  });
});
