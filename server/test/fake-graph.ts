import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A number that the fake Graph has; fields are Meta's own. */
export type FakeNumber = { id: string; wabaId: string } & Record<string, unknown>;

/** One request that reached the fake. */
export type SeenCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  token: string | null;
  json: Record<string, unknown>;
  body: Buffer;
};

/** Meta in a few lines, for tests of server modules: enough of the Graph to connect numbers, list templates, move files. */
export type FakeGraph = {
  url: string;
  calls: SeenCall[];
  /** Tokens that are accepted, with what debug_token tells. */
  tokens: Map<string, { scopes: string[]; expiresAt?: number }>;
  numbers: Map<string, FakeNumber>;
  wabas: Map<string, { name: string; override?: string; more?: Record<string, unknown> }>;
  templates: Map<string, Record<string, unknown>[]>;
  /** Where the webhooks of the app itself go; the app has the id 7. */
  appCallback: string | null;
  media: Map<string, { bytes: Buffer; mimeType: string; sha256?: string }>;
  /** Called with the override, before the subscription is answered, as Meta's handshake is; false refuses it. */
  onSubscribe: (callbackUrl: string, verifyToken: string) => Promise<boolean>;
  /** Answers instead of the fake, when it gives something. */
  intercept: (call: SeenCall) => { status: number; body: unknown } | 'hang up' | null;
  close(): Promise<void>;
};

/** Starts the fake on a free port of loopback. */
export async function startFakeGraph(): Promise<FakeGraph> {
  const graph: FakeGraph = {
    url: '',
    calls: [],
    tokens: new Map([['EAAgood-token-of-a-system-user', { scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'] }]]),
    numbers: new Map(),
    wabas: new Map(),
    templates: new Map(),
    appCallback: null,
    media: new Map(),
    onSubscribe: async () => true,
    intercept: () => null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    void handle(graph, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  graph.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other kind of address
  return graph;
}

/** Puts a connected-looking number and its account into the fake. */
export function addFakeNumber(graph: FakeGraph, number: FakeNumber): void {
  graph.wabas.set(number.wabaId, graph.wabas.get(number.wabaId) ?? { name: 'Warung Rani' });
  graph.numbers.set(number.id, {
    display_phone_number: `+1 555-${number.id.slice(-7)}`,
    verified_name: 'Warung Rani',
    status: 'CONNECTED',
    quality_rating: 'GREEN',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    throughput: { level: 'STANDARD' },
    platform_type: 'CLOUD_API',
    name_status: 'APPROVED',
    ...number,
  });
}

async function handle(graph: FakeGraph, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', graph.url);
  const body = await buffer(request);
  const isJson = request.headers['content-type'] === 'application/json';
  const call: SeenCall = {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/v\d+\.\d+/, ''),
    query: url.searchParams,
    token: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null,
    json: isJson && body.byteLength > 0 ? (JSON.parse(body.toString()) as Record<string, unknown>) : {}, // our own driver sends objects
    body,
  };
  graph.calls.push(call);
  const instead = graph.intercept(call);
  if (instead === 'hang up') {
    request.socket.destroy();
    return;
  }
  const answer = instead ?? (await route(graph, call));
  const isBytes = Buffer.isBuffer(answer.body);
  response.writeHead(answer.status, { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' });
  response.end(isBytes ? answer.body : JSON.stringify(answer.body));
}

type Answer = { status: number; body: unknown };

const refuse = (status: number, code: number, message: string): Answer => ({
  status,
  body: { error: { message: `(#${code}) ${message}`, type: 'OAuthException', code, fbtrace_id: 'Afake' } },
});
const ok = (body: unknown): Answer => ({ status: 200, body });

async function route(graph: FakeGraph, call: SeenCall): Promise<Answer> {
  if (call.path === '/7/subscriptions') return appAnswer(graph, call);
  const token = call.token === null ? undefined : graph.tokens.get(call.token);
  if (token === undefined) return refuse(401, 190, 'Invalid OAuth access token');
  const [, id = '', edge = ''] = call.path.split('/');
  if (id === 'debug_token') {
    return ok({ data: { is_valid: true, app_id: '7', scopes: token.scopes, expires_at: token.expiresAt ?? 0 } });
  }
  if (id === 'file') return fileAnswer(graph, edge, (media) => media.bytes);
  const waba = graph.wabas.get(id);
  if (waba !== undefined) return wabaAnswer(graph, call, id, edge, waba);
  const number = graph.numbers.get(id);
  if (number !== undefined) return numberAnswer(graph, call, number, edge);
  if (graph.media.has(id)) {
    return fileAnswer(graph, id, (media) => ({
      id,
      url: `${graph.url}/file/${id}`,
      mime_type: media.mimeType,
      sha256: media.sha256 ?? createHash('sha256').update(media.bytes).digest('hex'),
      file_size: media.bytes.byteLength,
    }));
  }
  return refuse(404, 803, 'Some of the aliases you requested do not exist');
}

async function appAnswer(graph: FakeGraph, call: SeenCall): Promise<Answer> {
  if (call.token?.startsWith('7|') !== true) return refuse(400, 15, 'This method must be called with an app access_token.');
  if (call.method === 'GET')
    return ok({
      data:
        graph.appCallback === null
          ? []
          : [{ object: 'whatsapp_business_account', callback_url: graph.appCallback, active: true, fields: [] }],
    });
  if (call.method === 'DELETE') graph.appCallback = null;
  else {
    if (!(await graph.onSubscribe(String(call.json['callback_url']), String(call.json['verify_token']))))
      return refuse(400, 2200, 'Callback verification failed');
    graph.appCallback = String(call.json['callback_url']);
  }
  return ok({ success: true });
}

function fileAnswer(graph: FakeGraph, id: string, give: (media: { bytes: Buffer; mimeType: string; sha256?: string }) => unknown): Answer {
  const media = graph.media.get(id);
  return media === undefined ? refuse(404, 100, 'Unsupported get request') : ok(give(media));
}

async function wabaAnswer(
  graph: FakeGraph,
  call: SeenCall,
  id: string,
  edge: string,
  waba: { name: string; override?: string; more?: Record<string, unknown> },
): Promise<Answer> {
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return ok({ id, name: waba.name, account_review_status: 'APPROVED', ...waba.more });
    case 'GET phone_numbers':
      return ok({ data: [...graph.numbers.values()].filter((number) => number.wabaId === id).map((number) => ({ id: number.id })) });
    case 'GET message_templates':
      return ok({ data: graph.templates.get(id) ?? [] });
    case 'GET subscribed_apps':
      return ok({ data: [{ whatsapp_business_api_data: { id: '7' }, override_callback_uri: waba.override }] });
    case 'POST subscribed_apps': {
      const isReached = await graph.onSubscribe(String(call.json['override_callback_uri']), String(call.json['verify_token']));
      if (isReached) waba.override = String(call.json['override_callback_uri']);
      return isReached ? ok({ success: true }) : refuse(400, 100, 'Callback verification failed');
    }
    case 'DELETE subscribed_apps':
      return ok({ success: true });
    default:
      return refuse(400, 100, 'Unsupported request');
  }
}

function numberAnswer(graph: FakeGraph, call: SeenCall, number: FakeNumber, edge: string): Answer {
  switch (`${call.method} ${edge}`) {
    case 'GET ': {
      const { wabaId: _waba, ...node } = number;
      return ok(node);
    }
    case 'POST register':
      graph.numbers.set(number.id, { ...number, status: 'CONNECTED' });
      return call.json['pin'] === '123456' ? ok({ success: true }) : refuse(400, 133_005, 'Two step verification PIN mismatch');
    case 'POST media': {
      const id = String(9_000_000_000 + graph.media.size);
      const start = call.body.indexOf('\r\n\r\n', call.body.indexOf('name="file"')) + 4;
      graph.media.set(id, { bytes: call.body.subarray(start, call.body.lastIndexOf('\r\n--')), mimeType: 'application/octet-stream' });
      return ok({ id });
    }
    default:
      return refuse(400, 100, 'Unsupported request');
  }
}
