import { createKabar } from '@kabar/sdk';
import type { Operation } from './read-reference.ts';

/** What stands at one position of a call of the SDK. */
export type Argument =
  | { kind: 'path'; name: string }
  | { kind: 'query' }
  | { kind: 'value'; name: string; isList: boolean }
  | { kind: 'body' }
  | { kind: 'file' }
  | { kind: 'other' };

/** How the SDK makes a request: the method behind `kabar.`, its arguments in order, and whether it gives rows one by one. */
export type SdkCall = { method: string; args: readonly Argument[]; isIterator: boolean };

type Method = (...args: unknown[]) => unknown;
type Seen = { method: string; url: URL; body: unknown };

/**
 * Finds for every operation the method of the SDK that reaches it, by calling each method with marks in the place of its
 * arguments and looking where the marks arrive. So no list has to be kept, and a renamed method shows in the samples by itself.
 */
export async function findSdkCalls(operations: readonly Operation[]): Promise<Map<string, SdkCall>> {
  let seen: Seen | null = null;
  const kabar = createKabar({
    baseUrl: 'http://kabar.example',
    retry: { maxRetries: 0 },
    fetch: async (input, init) => {
      seen ??= { method: init?.method ?? 'GET', url: new URL(new Request(input).url), body: init?.body };
      return Promise.reject(new TypeError('nothing listens'));
    },
  });
  const calls = new Map<string, SdkCall>();
  for (const [name, method] of methodsOf(kabar, '')) {
    for (const args of argumentsToTry()) {
      seen = null;
      const isIterator = await settle(() => method(...args));
      const request = seen as Seen | null;
      if (request === null) continue;
      const operation = operationOf(request, operations);
      if (operation === undefined) break;
      const call = { method: name, args: readArguments(request, operation, args), isIterator };
      const known = calls.get(operation.name);
      // The plain call says more about the request than the one that walks through pages.
      if (known === undefined || (known.isIterator && !isIterator)) calls.set(operation.name, call);
      break;
    }
  }
  return calls;
}

const markOf = (position: number): string => `arg${position}mark`;

/** An argument that is recognised wherever it arrives: as text in a path, as a field in a query or a body. */
function mark(position: number): object {
  const value: Record<string, string> = { [markOf(position)]: markOf(position) };
  Object.defineProperty(value, 'toString', { value: () => markOf(position), enumerable: false });
  return value;
}

function argumentsToTry(): unknown[][] {
  const marks = [0, 1, 2, 3].map(mark);
  const file = new Blob(['file']);
  return [marks, [file, {}], [marks[0], file, {}], [marks], [{}]];
}

function methodsOf(value: object, prefix: string): [string, Method][] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]): [string, Method][] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof entry === 'function') return [[name, entry as Method]];
    return typeof entry === 'object' && entry !== null ? methodsOf(entry, name) : [];
  });
}

/** Runs a call to its end, which is a failure, and says whether it gives rows one by one. */
async function settle(call: () => unknown): Promise<boolean> {
  let isIterator = false;
  try {
    const result = call();
    if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result) {
      isIterator = true;
      for await (const row of result as AsyncIterable<unknown>) if (row !== undefined) break;
    } else await Promise.resolve(result);
  } catch {
    // Nothing listens: every call fails, after it has shown what it asks for.
  }
  return isIterator;
}

function operationOf({ method, url }: Seen, operations: readonly Operation[]): Operation | undefined {
  const fits = operations.filter((one) => one.method === method && patternOf(one.path).test(url.pathname));
  // `/v1/contacts/count` is not a contact whose id is "count".
  return fits.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
}

function readArguments({ url, body }: Seen, operation: Operation, given: readonly unknown[]): Argument[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const values = patternOf(operation.path).exec(url.pathname)?.slice(1) ?? [];
  const text = typeof body === 'string' ? body : '';
  const args = given.map((argument, position): Argument | null => {
    const at = values.findIndex((part) => decodeURIComponent(part) === markOf(position));
    if (at !== -1) return { kind: 'path', name: names[at] ?? '' };
    if (argument instanceof Blob) return { kind: 'file' };
    if (url.searchParams.has(markOf(position))) return { kind: 'query' };
    const value = [...url.searchParams].find(([, content]) => content.startsWith(markOf(position)));
    if (value !== undefined) return { kind: 'value', name: value[0], isList: Array.isArray(given[position]) };
    if (text.includes(markOf(position)) || (Array.isArray(argument) && text !== '')) return { kind: 'body' };
    return null;
  });
  const last = args.findLastIndex((argument) => argument !== null);
  return args.slice(0, last + 1).map((argument) => argument ?? { kind: 'other' });
}
