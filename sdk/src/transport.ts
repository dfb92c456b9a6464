import { KabarError } from './kabar-error.ts';
import { readError } from './read-error.ts';
import { pause, reasonOf, retryDelayMs, type RetryPolicy } from './retry.ts';

/** Everything the transport needs to know about the server and the caller. */
export type TransportOptions = {
  /** Address of the server without a trailing slash; empty for the page's own origin in a browser. */
  baseUrl: string;
  apiKey: string | undefined;
  workspaceId: string | undefined;
  credentials: 'omit' | 'same-origin' | 'include' | undefined;
  fetch: typeof fetch;
  timeoutMs: number;
  retry: RetryPolicy;
};

type QueryValue = string | number | boolean | null | undefined;

/** One request as the resources describe it. */
export type RequestSpec = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  query?: Readonly<Record<string, QueryValue>> | undefined;
  /** Sent as JSON. Without it the request has no body and no content type. */
  json?: unknown;
  form?: FormData;
  accept?: string;
  headers?: Readonly<Record<string, string>>;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Longest wait for one attempt, body included; `null` for streams that may last. */
  timeoutMs?: number | null | undefined;
};

/** Sends requests; resources are built on it. */
export type Transport = {
  /** The body of the answer as JSON, or undefined when there is none. */
  json<T>(spec: RequestSpec): Promise<T>;
  /** Waits for success and drops the body. */
  done(spec: RequestSpec): Promise<void>;
  blob(spec: RequestSpec): Promise<Blob>;
  /** The open answer, for streams. One try only. */
  open(spec: RequestSpec): Promise<Response>;
};

/**
 * Makes the transport. A request is repeated when the refusal is retryable by the server's catalogue, or when the
 * connection failed and the request is a GET or carries an idempotency key.
 *
 * Errors: rejects with `KabarError`, or with the reason of the caller's signal.
 */
export function createTransport(options: TransportOptions): Transport {
  async function attempt<T>(spec: RequestSpec, read: (response: Response) => Promise<T>): Promise<T> {
    const timeoutMs = spec.timeoutMs === undefined ? options.timeoutMs : spec.timeoutMs;
    const timeout = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
    const signals = [spec.signal, timeout].filter((signal) => signal instanceof AbortSignal);
    try {
      const response = await options.fetch(addressOf(options.baseUrl, spec), {
        ...initOf(options, spec),
        ...(signals.length === 0 ? {} : { signal: AbortSignal.any(signals) }),
      });
      if (!response.ok) throw await readError(response);
      return await read(response);
    } catch (error) {
      if (error instanceof KabarError) throw error;
      if (spec.signal?.aborted === true) throw reasonOf(spec.signal);
      if (timeout?.aborted === true) throw new KabarError('timed_out', { cause: error });
      throw new KabarError('connection_failed', { cause: error });
    }
  }

  async function repeat<T>(spec: RequestSpec, read: (response: Response) => Promise<T>): Promise<T> {
    const repeatable = spec.method === 'GET' || spec.idempotencyKey !== undefined;
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(spec, read);
      } catch (error) {
        const delayMs = error instanceof KabarError ? retryDelayMs(error, repeatable, tries, options.retry) : null;
        if (delayMs === null) throw error;
        await pause(delayMs, spec.signal);
      }
    }
  }

  return {
    json: <T>(spec: RequestSpec) => repeat<T>(spec, readJson),
    done: (spec) => repeat(spec, drop),
    blob: (spec) => repeat(spec, (response) => response.blob()),
    open: (spec) => attempt(spec, (response) => Promise.resolve(response)),
  };
}

/** Path made of fixed parts and ids; ids are escaped, so that no id can leave its place. */
export function pathOf(parts: TemplateStringsArray, ...ids: string[]): string {
  return parts.map((part, index) => (index === 0 ? part : encodeURIComponent(ids[index - 1] ?? '') + part)).join('');
}

async function readJson<T>(response: Response): Promise<T> {
  const text = await response.text();
  try {
    // The server checks its answers against the very schemas these types come from.
    return (text === '' ? undefined : JSON.parse(text)) as T;
  } catch (error) {
    throw new KabarError('answer_unreadable', {
      status: response.status,
      requestId: response.headers.get('request-id'),
      cause: error,
    });
  }
}

async function drop(response: Response): Promise<void> {
  await response.arrayBuffer();
}

function addressOf(baseUrl: string, spec: RequestSpec): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(spec.query ?? {})) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  return search.size === 0 ? baseUrl + spec.path : `${baseUrl}${spec.path}?${search.toString()}`;
}

function initOf(options: TransportOptions, spec: RequestSpec): RequestInit {
  const headers: Record<string, string> = { accept: spec.accept ?? 'application/json', ...spec.headers };
  if (options.apiKey !== undefined) headers['authorization'] = `Bearer ${options.apiKey}`;
  if (options.workspaceId !== undefined) headers['kabar-workspace'] = options.workspaceId;
  if (spec.idempotencyKey !== undefined) headers['idempotency-key'] = spec.idempotencyKey;
  const init: RequestInit = { method: spec.method, headers };
  if (options.credentials !== undefined) init.credentials = options.credentials;
  if (spec.form !== undefined) init.body = spec.form;
  if (spec.json !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(spec.json);
  }
  return init;
}
