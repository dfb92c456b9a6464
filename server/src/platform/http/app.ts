import type { RequestListener, Server } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import { ID_PREFIXES, type ErrorCode } from '@kabar/contract';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { z, type ZodType } from 'zod';
import { systemClock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Idempotency, RequestIdentity } from '../idempotency/idempotency.ts';
import { toPublicId } from '../ids.ts';
import type { Actor, Authenticator, WorkspaceActor } from './actor.ts';
import { apiReference } from './api-reference.ts';
import { authenticate } from './authenticate.ts';
import { clientIp, type parseRange } from './client-ip.ts';
import { docsSite } from './docs-site.ts';
import { createErrorExit, errorBody, type ReportFault } from './error-exit.ts';
import { createFairShare, type FairShare, type OpenRequest, type ShareOf } from './fair-share.ts';
import { issueWords } from './issue-words.ts';
import { chargeFurther, limitRate, type RateLimiting } from './limit-rate.ts';
import { buildOpenApi } from './openapi.ts';
import { refuseUnstorable } from './refuse-unstorable.ts';
import { HUNG_UP_STATUS, RequestEnd } from './request-end.ts';
import { coarseNetwork, servingRequest, type RequestOrigin } from './request-origin.ts';
import { idOf, recordOf, type RequestRecord } from './request-record.ts';
import type { ForeignProtocol, Route, RouteAuth, RouteRequest } from './route.ts';
import { recognise, runOnce } from './run-once.ts';
import { securityHeaders } from './security-headers.ts';
import { selectFields } from './select-fields.ts';
import { runForSupport, stayOf, watchSupport, type SupportGuard } from './support-act.ts';

/** What the HTTP app needs from the outside. */
export type AppOptions = {
  authenticator: Authenticator;
  newUuid: () => string;
  trustedProxies: readonly ReturnType<typeof parseRange>[];
  /** Origins besides the request's own host whose browsers may send our cookie, e.g. the public address behind a proxy. */
  ownOrigins: readonly string[];
  bodyLimitBytes: number;
  /** Folder of the built dashboard, or null to serve the API alone. */
  dashboardDir: string | null;
  /** Folder of the built documentation; without it none is served. */
  docsDir?: string | null;
  /** Version in the OpenAPI document. */
  version: string;
  /** Adds HSTS; only where the public address is https. */
  https: boolean;
  /** Makes the server that requests come to, e.g. one that speaks TLS; without it a plain one. */
  createServer?: (handler: RequestListener) => Server;
  /** Checks every answer against its declared schema and fails on extra or missing fields. For tests and development. */
  strictResponses: boolean;
  report: ReportFault;
  /** Runs writes with an `Idempotency-Key` once. Without it the header is not looked at, which is for tests of other things alone. */
  idempotency?: Idempotency;
  /** Limits what each caller may ask in a second. Without it nothing is limited, which is for tests of other things alone. */
  rateLimiting?: RateLimiting;
  onRequestDone: (record: RequestRecord) => void;
  /** Records what operators do in workspaces that let them in. Without it nobody is let in. */
  support?: SupportGuard;
};

declare module 'fastify' {
  interface FastifyRequest {
    workspaceId: string | null;
    actorId: string | null;
    actorKind: 'api_key' | 'user' | null;
    /** Who calls, once proved; null on public routes. */
    kabarActor: Actor | WorkspaceActor | null;
    clientIp: string;
    /** Code of the refusal that this request was answered with. */
    kabarErrorCode: ErrorCode | null;
    /** Public id of what the request is about, for the request log: set it in a handler, e.g. to the id of an accepted message. */
    kabarSubject: string | null;
    /** The place of this request among those under way; null where it has none. */
    kabarShare: OpenRequest | null;
    /** Null where no route of ours is meant: files of pages, paths that do not exist. */
    kabarEnd: RequestEnd | null;
  }
  interface FastifyContextConfig {
    /** Whose words refusals of this route are given in; absent for our own. */
    protocol?: ForeignProtocol;
  }
}

/**
 * Builds the HTTP app around declared routes. It does not listen; tests use `inject`. Every answer carries
 * `Request-Id`; every refusal has the body of the error catalogue.
 */
export async function createApp(routes: readonly Route[], options: AppOptions): Promise<FastifyInstance> {
  const errorExit = createErrorExit(options.report);
  const { createServer } = options;
  const headers = securityHeaders({ https: options.https });
  const dress = (request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers(isApiPath(request.url) ? headers.api : headers.page).header('request-id', request.id);
  };
  const app = Fastify({
    logger: false,
    trustProxy: false,
    bodyLimit: options.bodyLimitBytes,
    forceCloseConnections: 'idle',
    ...(createServer === undefined ? {} : { serverFactory: (handler: RequestListener): Server => withPatience(createServer(handler)) }),
    requestTimeout: requestMs,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    requestIdHeader: false,
    genReqId: () => toPublicId(ID_PREFIXES.request, options.newUuid()),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // Paths that cannot be read come past all hooks.
    frameworkErrors: (error, request, reply) => {
      dress(request, reply);
      errorExit(error, request, reply);
    },
  });
  app.decorateRequest('workspaceId', null);
  app.decorateRequest('actorId', null);
  app.decorateRequest('actorKind', null);
  app.decorateRequest('kabarActor', null);
  app.decorateRequest('clientIp', '');
  app.decorateRequest('kabarErrorCode', null);
  app.decorateRequest('kabarSubject', null);
  app.decorateRequest('kabarShare', null);
  app.decorateRequest('kabarEnd', null);
  // Words for what schemas refuse; zod keeps them for the whole process.
  z.config({ localeError: issueWords });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.setErrorHandler(errorExit);
  app.setNotFoundHandler((request, reply) => {
    if (options.dashboardDir !== null && isPageRequest(request)) return reply.sendFile('index.html');
    const known = routes.some((route) => pathFits(route.path, request.url));
    return reply.code(known ? 405 : 404).send(errorBody(known ? 'method_not_allowed' : 'route_not_found', request.id));
  });
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, { limits: { files: 1, fields: 10, fileSize: 100 * 1024 * 1024 }, throwFileSizeLimit: true });
  if (options.dashboardDir !== null) {
    // Built assets carry a hash in their name and never change; the page itself is asked for anew each time.
    await app.register(fastifyStatic, {
      root: options.dashboardDir,
      index: 'index.html',
      cacheControl: false,
      setHeaders: setAssetCaching,
    });
  }
  if (typeof options.docsDir === 'string') await app.register(docsSite, { dir: options.docsDir });
  await app.register(apiReference, { document: buildOpenApi(routes, options.version) });
  const supportWatch = options.support === undefined ? null : watchSupport(options.support);
  const shared: Shared = { fairShare: createFairShare(options.rateLimiting?.clock ?? systemClock), supportWatch };
  app.addHook('onClose', (_app, done) => {
    supportWatch?.stop();
    done();
  });
  // Hooks with a callback: an async one costs a promise and a turn of the queue per request.
  app.addHook('onRequest', (request, reply, done) => {
    dress(request, reply);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (request.kabarEnd === null) options.onRequestDone(recordOf(request, reply));
    else request.kabarEnd.answered();
    done();
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(new AppError('unsupported_media_type')));
  app.removeContentTypeParser(['text/plain']);
  registerAll(
    app,
    routes.filter((route) => route.bodyKind !== 'raw'),
    options,
    shared,
  );
  await app.register(async (raw) => {
    // Raw routes need the exact bytes (signatures), so nothing here may parse them.
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    registerAll(
      raw,
      routes.filter((route) => route.bodyKind === 'raw'),
      options,
      shared,
    );
  });
  return app;
}

/** What all routes of an app have in common. */
type Shared = { fairShare: FairShare; supportWatch: ReturnType<typeof watchSupport> | null };

function registerAll(app: FastifyInstance, routes: readonly Route[], options: AppOptions, shared: Shared): void {
  for (const route of routes) register(app, route, options, shared);
}

function register(app: FastifyInstance, route: Route, options: AppOptions, { fairShare, supportWatch }: Shared): void {
  // Streams and files take time on the network and hardly any here.
  const isShort = route.bodyKind !== 'multipart' && !Object.values(route.responses).some((schema) => typeof schema === 'string');
  const open = (actor: Actor | WorkspaceActor, request: FastifyRequest): void => {
    // Once its end has been told, nothing would end its share.
    if (isShort && request.kabarEnd?.hasHungUp !== true) request.kabarShare = fairShare.open(shareOf(actor));
  };
  const wait = (request: FastifyRequest, done: () => void): void => {
    if (request.kabarEnd?.hasHungUp === true) return;
    const ready = request.kabarShare?.begin() ?? null;
    if (ready === null) done();
    else void ready.then(done);
  };
  // Other protocols have a parameter of this name with a meaning of its own.
  const selects = route.query instanceof z.ZodObject && 'fields' in route.query.shape;
  // A parameter that nothing reads may not look as if it were obeyed: a mistyped filter would give everything. Who is sent here from elsewhere brings more along.
  const query =
    route.query instanceof z.ZodObject && route.protocol === undefined && route.auth !== 'public' ? route.query.strict() : route.query;
  const success = Math.min(...Object.keys(route.responses).map(Number));
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    reply.code(success);
    if (route.params !== undefined) refuseUnstorable('params', request.params);
    if (route.query !== undefined) refuseUnstorable('query', request.query);
    if (route.body !== undefined) refuseUnstorable('body', request.body);
    const cost = route.cost?.(request.body) ?? 1;
    if (cost > 1 && request.kabarActor !== null && options.rateLimiting !== undefined)
      chargeFurther(options.rateLimiting, request.kabarActor, cost - 1);
    const { idempotency } = options;
    const once = idempotency === undefined ? null : await recognise(idempotency, route, request);
    const run = async (): Promise<unknown> => {
      const origin = { requestId: request.id, way: wayOf(request), network: coarseNetwork(request.clientIp) };
      const handle = (): Promise<unknown> => route.handler(new Call(request, reply, once?.identity ?? null));
      const stay = stayOf(request);
      const given = await servingRequest(origin, () => {
        if (stay === null) return handle();
        if (options.support === undefined || supportWatch === null) throw new Error('support access without a log');
        supportWatch.begin(stay, reply);
        return runForSupport(options.support, stay, { route, request }, handle);
      });
      if (options.strictResponses && !reply.sent) checkResponse(route, reply, given);
      return selects ? selectFields(request.query, given) : given;
    };
    const body =
      idempotency === undefined || once === null || route.idempotency === 'use_case'
        ? await run()
        : await runOnce(idempotency, once, { route, request, reply }, run);
    if (reply.sent) return reply;
    request.kabarSubject ??= idOf(body);
    if (body === undefined) return reply.send();
    return body;
  };
  app.route({
    method: route.method,
    url: route.path,
    ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
    ...(route.protocol === undefined ? {} : { config: { protocol: route.protocol } }),
    schema: {
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(route.body === undefined || (route.bodyKind ?? 'json') !== 'json' ? {} : { body: route.body }),
    },
    // Before parsing: a stranger must not be able to make us read and validate a large body.
    onRequest: (request, reply, done) => {
      request.kabarEnd = new RequestEnd(reply.raw, (unanswered) => {
        request.kabarShare?.end();
        options.onRequestDone(unanswered ? { ...recordOf(request, reply), status: HUNG_UP_STATUS } : recordOf(request, reply));
      });
      request.clientIp = clientIpOf(request, options);
      if (route.auth === 'public') {
        done();
        return;
      }
      authenticate(route, request, request.clientIp, options.authenticator, options.ownOrigins).then((actor) => {
        request.kabarActor = actor;
        if (actor === null || options.rateLimiting === undefined) {
          done();
          return;
        }
        open(actor, request);
        limitRate(options.rateLimiting, actor, reply).then(() => wait(request, done), done);
      }, done);
    },
    handler: (request, reply) => request.kabarEnd?.during(() => serve(request, reply)),
  });
}

/** What a handler sees of one request. Members that most handlers never ask for are made when they are. */
class Call implements RouteRequest<RouteAuth, ZodType, ZodType, ZodType> {
  readonly raw: FastifyRequest;
  readonly reply: FastifyReply;
  readonly idempotency: RequestIdentity | null;
  #aborted: AbortController | null = null;

  constructor(raw: FastifyRequest, reply: FastifyReply, idempotency: RequestIdentity | null) {
    this.idempotency = idempotency;
    this.raw = raw;
    this.reply = reply;
  }

  get actor(): Actor | WorkspaceActor | null {
    return this.raw.kabarActor;
  }

  // The schemas of the declaration have parsed these three.
  get params(): unknown {
    return this.raw.params;
  }

  get query(): unknown {
    return this.raw.query;
  }

  get body(): unknown {
    return this.raw.body;
  }

  get requestId(): string {
    return this.raw.id;
  }

  get clientIp(): string {
    return this.raw.clientIp;
  }

  get signal(): AbortSignal {
    if (this.#aborted === null) {
      const aborted = new AbortController();
      const { raw } = this.reply;
      this.#aborted = aborted;
      if (raw.destroyed && !raw.writableFinished) aborted.abort();
      else raw.once('close', () => raw.writableFinished || aborted.abort());
    }
    return this.#aborted.signal;
  }
}

/** The largest file at 128 KB/s, with room. Who takes longer for one request holds a connection for nothing. */
const requestMs = 15 * 60_000;
/** Beyond the idle time of usual load balancers (60 s), so that it is they who close first. */
const keepAliveMs = 72_000;

/** What the framework does for servers of its own. */
function withPatience(server: Server): Server {
  server.requestTimeout = requestMs;
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

/** Where answers are data for programs and scripts, not pages. */
function isApiPath(url: string): boolean {
  return url.startsWith('/v1/') || url.startsWith('/graph/') || url.startsWith('/webhooks/');
}

/** Programs share what their workspace has; people have a share of their own. */
function shareOf(actor: Actor | WorkspaceActor): ShareOf {
  if (actor.kind === 'api_key') return { caller: actor.apiKeyId, group: actor.workspaceId };
  return { caller: actor.userId, group: `people ${'workspaceId' in actor ? actor.workspaceId : ''}` };
}

function wayOf(request: FastifyRequest): RequestOrigin['way'] {
  const { kabarActor } = request;
  if (kabarActor === null) return 'nobody';
  if (kabarActor.kind === 'api_key') return 'api_key';
  return stayOf(request) === null ? 'browser' : 'support';
}

function clientIpOf(request: FastifyRequest, options: AppOptions): string {
  const forwarded = request.headers['x-forwarded-for'];
  return clientIp(request.socket.remoteAddress ?? '', Array.isArray(forwarded) ? forwarded.join(',') : forwarded, options.trustedProxies);
}

function checkResponse(route: Route, reply: FastifyReply, body: unknown): void {
  const schema = route.responses[reply.statusCode];
  if (schema === undefined) throw new Error(`${route.method} ${route.path} answered ${reply.statusCode}, which it does not declare`);
  if (schema === null || typeof schema === 'string') return;
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Error(`${route.method} ${route.path} broke its contract: ${parsed.error.message}`);
  const extra = firstExtraKey(body, parsed.data, '');
  if (extra !== null) throw new Error(`${route.method} ${route.path} answered with an undeclared field: ${extra}`);
}

function firstExtraKey(given: unknown, known: unknown, path: string): string | null {
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) return null;
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!(key in known)) return `${path}${key}`;
    const inner = firstExtraKey(value, Reflect.get(known, key), `${path}${key}.`);
    if (inner !== null) return inner;
  }
  return null;
}

/** A person opening a page of the dashboard, as opposed to a program calling a path that does not exist. */
function isPageRequest(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  return request.method === 'GET' && !/^\/(v1|graph|webhooks|assets)\//.test(path) && (request.headers.accept ?? '').includes('text/html');
}

function setAssetCaching(reply: { header(name: string, value: string): unknown }, file: string): void {
  reply.header('cache-control', /[/\\]assets[/\\]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function pathFits(path: string, url: string): boolean {
  const pattern = new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}/?$`);
  return pattern.test(url.split('?', 1)[0] ?? '');
}
