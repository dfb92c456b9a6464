import { newIdempotencyKey } from './idempotency-key.ts';
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
  /** A body that is made while it is sent. It can be sent once only, so the call is never repeated. */
  stream?: ReadableStream<Uint8Array>;
  accept?: string;
  headers?: Readonly<Record<string, string>>;
  /** Default for everything but `GET`: a fresh one for this call, kept across its tries. */
  idempotencyKey?: string | undefined;
  /** A question that is too long for an address: a `POST` that changes nothing, repeated like a `GET` and without a key. */
  reads?: true;
  /** A change whose repetition the server cannot tell from a second one: it goes out without a key and is repeated only when it was refused unread. */
  once?: true;
  signal?: AbortSignal | undefined;
  /** Longest wait for one attempt, body included; `null` for streams that may last. */
  timeoutMs?: number | null | undefined;
};

/** A file that is being received. Read `body` or cancel it: until then the connection stays open. */
export type Download = {
  body: ReadableStream<Uint8Array>;
  /** Media type as the server gives it. */
  type: string;
  /** Null where the server does not say. */
  sizeBytes: number | null;
};

/** Sends requests; resources are built on it. */
export type Transport = {
  /** The body of the answer as JSON, or undefined when there is none. */
  json<T>(spec: RequestSpec): Promise<T>;
  /** Waits for success and drops the body. */
  done(spec: RequestSpec): Promise<void>;
  blob(spec: RequestSpec): Promise<Blob>;
  /** Bytes to be read as they come. The time limit is for the answer to begin; how long the bytes take is the reader's affair. */
  download(spec: RequestSpec): Promise<Download>;
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
    const limit = new AbortController();
    // The longest pause a timer can hold; anything beyond would fire at once.
    const timer = timeoutMs === null ? undefined : setTimeout(() => limit.abort(), Math.min(timeoutMs, 2_147_483_647));
    const signals = [spec.signal, limit.signal].filter((signal) => signal instanceof AbortSignal);
    try {
      const response = await options.fetch(addressOf(options.baseUrl, spec), {
        ...initOf(options, spec),
        signal: AbortSignal.any(signals),
      });
      if (!response.ok) throw await readError(response);
      return await read(response);
    } catch (error) {
      if (error instanceof KabarError) throw error;
      if (spec.signal?.aborted === true) throw reasonOf(spec.signal);
      if (limit.signal.aborted) throw new KabarError('timed_out', { cause: error });
      throw new KabarError('connection_failed', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  async function repeat<T>(asked: RequestSpec, read: (response: Response) => Promise<T>): Promise<T> {
    const takesKey = asked.method !== 'GET' && asked.reads !== true && asked.once !== true;
    const spec = { ...asked, idempotencyKey: takesKey ? (asked.idempotencyKey ?? newIdempotencyKey()) : undefined };
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(spec, read);
      } catch (error) {
        const delayMs = error instanceof KabarError ? retryDelayMs(error, spec.once !== true, tries, options.retry) : null;
        if (delayMs === null || spec.stream !== undefined) throw error;
        await pause(delayMs, spec.signal);
      }
    }
  }

  return {
    json: <T>(spec: RequestSpec) => repeat<T>(spec, readJson),
    done: (spec) => repeat(spec, drop),
    blob: (spec) => repeat(spec, (response) => response.blob()),
    open: (spec) => attempt(spec, (response) => Promise.resolve(response)),
    download: (spec) => repeat(spec, downloadOf),
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

function downloadOf(response: Response): Promise<Download> {
  const length = response.headers.get('content-length');
  return Promise.resolve({
    body: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
    type: response.headers.get('content-type') ?? '',
    // The length of compressed bytes says nothing about what the reader gets.
    sizeBytes: length === null || response.headers.has('content-encoding') ? null : Number(length),
  });
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
  if (spec.stream !== undefined) {
    init.body = spec.stream;
    // Without it fetch refuses a body that is a stream. Source: WHATWG Fetch, "RequestInit.duplex", read 2026-11-21.
    Object.assign(init, { duplex: 'half' });
  }
  if (spec.json !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(spec.json);
  }
  return init;
}
