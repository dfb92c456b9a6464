import type { Permission } from '@kabar/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppError } from '../errors.ts';
import type { RequestIdentity } from '../idempotency/idempotency.ts';
import type { UserActor, WorkspaceActor } from './actor.ts';

type Schema = z.ZodType;
type Out<S> = S extends Schema ? z.output<S> : undefined;

/** What a handler gets: parsed input and the proved actor. `raw` and `reply` are for streams, cookies and headers only. */
export type RouteRequest<Auth extends RouteAuth, P, Q, B> = {
  actor: Auth extends 'workspace' | 'key' ? WorkspaceActor : Auth extends 'person' | 'operator' ? UserActor : null;
  params: Out<P>;
  query: Out<Q>;
  body: Out<B>;
  requestId: string;
  clientIp: string;
  /** How a request with an `Idempotency-Key` is recognised; null without one. Routes with `idempotency: 'use_case'` must store it. */
  idempotency: RequestIdentity | null;
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
  raw: FastifyRequest;
  reply: FastifyReply;
};

/**
 * Who may call: `public` anyone; `person` a signed-in person, in no particular workspace; `operator` a signed-in person
 * who runs the installation; `workspace` a member or an API key of a workspace that has `permission`; `key` an API key of a
 * workspace and nobody else, in a protocol that is not ours.
 */
export type RouteAuth = 'public' | 'person' | 'operator' | 'workspace' | 'key';

/** How a protocol of somebody else's carries the key and words a refusal; for routes with `auth: 'key'`. */
export type ForeignProtocol = {
  /** The API key that a request carries, wherever the protocol allows it; null without one. */
  readKey(request: FastifyRequest): string | null;
  /** Status and body in the protocol's own form for a refusal. Never throws. */
  presentRefusal(refusal: AppError, requestId: string): { status: number; body: unknown };
};

/** A route as data: enough to register it, document it in OpenAPI, and check its security in tests. */
export type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path with `:name` parameters. */
  path: string;
  summary: string;
  description?: string;
  tag: string;
  auth: RouteAuth;
  /** With `auth: 'key'` absent where the body or the id decides what is needed; the handler then asks. */
  permission?: Permission;
  /** Always there with `auth: 'key'`. */
  protocol?: ForeignProtocol;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  /** Schemas of successful answers by status; `null` for an answer without a body; a string names another content type. */
  responses: Record<number, Schema | null | string>;
  /** True for what may be done in a workspace that is closing although it is no `GET`: reading with a body, exports, people's rights, reopening. */
  whileClosing?: boolean;
  /**
   * True for a dangerous act: a person must have shown a factor in the last minutes, or gets `step_up_required`. API keys are asked nothing, because a key
   * is a factor by itself and what it may do was decided when it was made.
   */
  stepUp?: true;
  /**
   * What an operator may do here whom the workspace let in. Left out: call a `GET` whose permission they have, and nothing else. `read`: this reads although it
   * is no `GET`; `help`: they may change this when the workspace allowed help; `never`: an export, or a stream of contents.
   */
  support?: 'read' | 'help' | 'never';
  /**
   * How a request with an `Idempotency-Key` runs once. Left out: as every write does, by the platform: whatever its transactions wrote is
   * noted in them, the answer is kept, and a repeat is given it. Nothing is to be done for it in a module, save one: what an answer shows
   * and cannot be read again (a new secret) must come out of the transaction that stores it, so that it is the same after a crash.
   * `use_case`: the use case stores `request.idempotency` in the statement of its effect (the hot path of messages).
   */
  idempotency?: 'use_case';
  /** How many requests a call counts as against the limits of its caller; left out: one. `body` was parsed by the declared schema. */
  cost?(body: unknown): number;
  /** How long the answer to a request with an `Idempotency-Key` is kept. Default 24 h. */
  idempotencyKeptMs?: number;
  /** `multipart` for uploads, `raw` for the exact bytes as a Buffer in `raw.body`. Default: JSON. */
  bodyKind?: 'json' | 'multipart' | 'raw';
  bodyLimitBytes?: number;
  /** Left out of the OpenAPI document (browser and protocol endpoints). */
  hidden?: boolean;
  handler(request: RouteRequest<RouteAuth, Schema, Schema, Schema>): Promise<unknown>;
};

/** A route declaration with its handler typed by its schemas. */
export type RouteDeclaration<
  Auth extends RouteAuth,
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
> = Omit<Route, 'auth' | 'permission' | 'protocol' | 'params' | 'query' | 'body' | 'handler'> & {
  auth: Auth;
  params?: P;
  query?: Q;
  body?: B;
  handler(request: RouteRequest<Auth, P, Q, B>): Promise<unknown>;
} & (Auth extends 'workspace'
    ? { permission: Permission }
    : Auth extends 'key'
      ? { permission?: Permission; protocol: ForeignProtocol }
      : { permission?: undefined });

/**
 * Declares one route. The value a handler resolves to is the body; the status is the lowest declared one, or what the
 * handler set with `reply.code(…)`.
 */
export function defineRoute<
  Auth extends RouteAuth,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(declaration: RouteDeclaration<Auth, P, Q, B>): Route {
  // The handler's input type is narrower than the stored one; createApp fills it from the very schemas declared here.
  return declaration as unknown as Route;
}
