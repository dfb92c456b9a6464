import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Route } from '../../src/platform/http/route.ts';
import { nodeOf, sampleOf, type IdSource } from './schema-samples.ts';
import type { SecurityWorld } from './world.ts';

/** The app a check runs against; only `inject` is used. */
export type InjectableApp = Pick<FastifyInstance, 'inject'>;

/** What a refusal is compared by. `body` is the text without the request id. */
export type Answer = { status: number; code: string; permission: string; body: string };

/** The parts of a request that a schema describes. */
export type Parts = { params: Record<string, string>; query: unknown; body: unknown };

/** A request that reaches the handler of whoever is let in and finds nothing there: ids that do not exist, an empty body. */
export function harmless(world: SecurityWorld, route: Route): Parts {
  const idOf: IdSource = (kind) => world.missingId(kind);
  return {
    params: route.params === undefined ? {} : textsOf(sampleOf(nodeOf(route.params), idOf)),
    query: undefined,
    body: route.body === undefined ? undefined : {},
  };
}

export async function send(
  world: SecurityWorld,
  route: Route,
  parts: Parts,
  headers: Record<string, string>,
  remoteAddress = '127.0.0.1',
): Promise<Answer> {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(parts.params[name] ?? 'missing'));
  const query = new URLSearchParams(textsOf(parts.query)).toString();
  const response = await world.app.inject({
    method: route.method,
    url: query === '' ? path : `${path}?${query}`,
    remoteAddress,
    // With a key of its own every write goes the way that programs of the SDK go.
    headers: { ...(route.method === 'GET' ? {} : { 'idempotency-key': randomUUID() }), ...headers, ...bodyHeaders(route, parts.body) },
    ...payloadOf(route, parts.body),
    payloadAsStream: true, // a live stream never ends; its status is enough
  });
  const isLive = String(response.headers['content-type']).startsWith('text/event-stream');
  const text = isLive ? '' : await readAll(response.stream());
  if (isLive) response.stream().destroy();
  return readAnswer(response.statusCode, text);
}

const boundary = 'kabar-route-security';

function bodyHeaders(route: Route, body: unknown): Record<string, string> {
  if (route.bodyKind === 'multipart') return { 'content-type': `multipart/form-data; boundary=${boundary}` };
  if (route.bodyKind === 'raw') return { 'content-type': 'application/octet-stream' };
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function payloadOf(route: Route, body: unknown): { payload?: string } {
  if (route.bodyKind === 'multipart') {
    return {
      payload: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--${boundary}--\r\n`,
    };
  }
  if (route.bodyKind === 'raw') return { payload: 'hello' };
  return body === undefined ? {} : { payload: JSON.stringify(body) };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function readAnswer(status: number, text: string): Answer {
  // The request id differs in every answer and says nothing.
  const body = text.replaceAll(/req_[0-9a-z]{26}/g, 'req_');
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  const error = field(parsed, 'error');
  const code = field(error, 'code');
  const permission = field(field(error, 'details'), 'permission');
  return { status, code: typeof code === 'string' ? code : '', permission: typeof permission === 'string' ? permission : '', body };
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}

export function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, String(item)]));
}
