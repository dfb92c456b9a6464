import type { Readable } from 'node:stream';
import { parseBigIntSafeJson } from '@kabar/cloud-api';
import { noAnswerError, readErrorAnswer, unreadableAnswerError } from '../provider-error.ts';
import type { CallOptions, CallOutcome, Connection } from '../provider.ts';
import type { Transport, TransportAnswer } from './transport.ts';

/** One request to the Graph API. `path` starts behind the version: `/106540352242922/messages`. */
export type GraphRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  query?: Readonly<Record<string, string>>;
  json?: unknown;
  /** A body that is streamed as it is, with its content type. */
  stream?: { contentType: string; sizeBytes: number; body: Readable };
  timeoutMs?: number;
  /** Headers that differ from the usual ones. */
  headers?: Readonly<Record<string, string>>;
  /** A status beyond 2xx whose body is read like a success first, where WhatsApp answers so with partial results. */
  acceptStatus?: number;
};

/** Management calls answer within a second or two; a lookup that takes longer than this is as good as none. */
const defaultTimeoutMs = 20_000;

/** Answers of the Graph that carry JSON are small; a list page of 100 templates stays under 1 MiB. */
const maxJsonBytes = 8 * 1024 * 1024;

/**
 * Makes one call and reads its JSON answer with `read`, which gives null when the body is not what it must be. Never
 * throws for anything that WhatsApp or the network does.
 */
export async function callGraph<Value>(
  transport: Transport,
  connection: Connection,
  request: GraphRequest,
  read: (body: unknown) => Value | null,
  options: CallOptions = {},
): Promise<CallOutcome<Value>> {
  const answer = await transport(toTransportRequest(connection, request, options));
  if (answer.kind === 'no_answer') return { ok: false, error: noAnswerError(answer.wasSent), unreachable: true };
  const body = await readJson(answer);
  if (answer.status < 200 || answer.status >= 300) {
    const partial = answer.status === request.acceptStatus ? read(body) : null;
    if (partial !== null) return { ok: true, value: partial };
    return { ok: false, error: readErrorAnswer(answer.status, body, retryAfterMs(answer.headers)), unreachable: answer.status >= 500 };
  }
  const value = read(body);
  return value === null ? { ok: false, error: unreadableAnswerError(answer.status), unreachable: true } : { ok: true, value };
}

/** For writes whose success says nothing but `{"success": true}`. */
export function readSuccess(body: unknown): { done: true } | null {
  return typeof body === 'object' && body !== null && 'success' in body && body.success === true ? { done: true } : null;
}

function toTransportRequest(connection: Connection, request: GraphRequest, options: CallOptions): Parameters<Transport>[0] {
  const query = request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`;
  const content =
    request.stream === undefined
      ? request.json === undefined
        ? null
        : { type: 'application/json', body: JSON.stringify(request.json), sizeBytes: null }
      : { type: request.stream.contentType, body: request.stream.body, sizeBytes: request.stream.sizeBytes };
  return {
    purpose: 'messaging',
    method: request.method,
    origin: connection.baseUrl,
    path: `/${connection.version}${request.path}${query}`,
    headers: {
      authorization: `Bearer ${connection.accessToken}`,
      accept: 'application/json',
      ...(content === null ? {} : { 'content-type': content.type }),
      ...(content?.sizeBytes === null || content === null ? {} : { 'content-length': String(content.sizeBytes) }),
      ...request.headers,
    },
    body: content?.body ?? null,
    timeoutMs: request.timeoutMs ?? defaultTimeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

/** The parsed body, or undefined when it is not JSON, too long, or breaks off. */
export async function readJson(answer: Extract<TransportAnswer, { kind: 'answer' }>): Promise<unknown> {
  const bytes = await answer.readBytes(maxJsonBytes);
  if (bytes === null || bytes.byteLength === 0) return undefined;
  const parsed = parseBigIntSafeJson(bytes);
  return parsed.ok ? parsed.value : undefined;
}

/** `Retry-After` in whole seconds or as a date; null when absent or unreadable. */
export function retryAfterMs(headers: Readonly<Record<string, string | string[] | undefined>>): number | null {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return null;
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
