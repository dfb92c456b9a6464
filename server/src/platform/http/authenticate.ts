import { PERMISSION_NAMES, type Permission } from '@kabar/contract';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { Actor, ApiKeyActor, Authenticator, UserActor, WorkspaceActor } from './actor.ts';
import type { Route } from './route.ts';
import { requireSupportMay, supportActor } from './support-act.ts';

/** Header in which a signed-in person names the workspace. */
export const WORKSPACE_HEADER = 'kabar-workspace';

/**
 * Proves who calls a route and what they may do there. An API key in `Authorization: Bearer` wins over a cookie, so that a
 * key is never silently ignored.
 *
 * Errors: `unauthenticated`, the `api_key_*` codes, `support_access_refused`, `ip_not_allowed`, `workspace_required`, `permission_denied`,
 * `csrf_refused`, `workspace_closing`, `step_up_required`, and what a workspace asks of sign-ins (`second_factor_required` …). A workspace the person is no member of is `not_found`, as if it did not exist.
 */
export async function authenticate(
  route: Route,
  request: FastifyRequest,
  clientIp: string,
  authenticator: Authenticator,
  ownOrigins: readonly string[],
): Promise<Actor | WorkspaceActor | null> {
  if (route.auth === 'public') return null;
  if (route.protocol !== undefined) return provePlainKey(route, request, route.protocol.readKey(request), clientIp, authenticator);
  const authorization = request.headers.authorization;
  if (authorization !== undefined) {
    const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    if (key === undefined) throw new AppError('unauthenticated');
    if (route.auth !== 'workspace') throw new AppError('permission_denied', { details: { permission: 'a signed-in person' } });
    const actor = await proveKey(request, key, clientIp, authenticator);
    requirePermission(actor.permissions, route.permission);
    requireOpen(actor.isClosing, route);
    return actor;
  }
  const header = request.headers[WORKSPACE_HEADER];
  const workspace = route.auth === 'workspace' && typeof header === 'string' ? header : null;
  const actor = await authenticator
    .session(request.headers.cookie ?? '', workspace, clientIp)
    .catch((error: unknown) => noteRefused(request, error));
  if (actor === null) throw new AppError('unauthenticated');
  noteCaller(request, actor.membership?.workspaceId ?? null, actor.userId, 'user');
  if (request.method !== 'GET') requireOwnOrigin(request, ownOrigins);
  if (route.auth === 'person') {
    requireProved(actor, route);
    return actor;
  }
  if (route.auth === 'operator') {
    if (!actor.isOperator) throw new AppError('permission_denied', { details: { permission: 'an operator of this installation' } });
    if (actor.operatorBarrier !== null) throw new AppError(actor.operatorBarrier);
    requireProved(actor, route);
    return actor;
  }
  if (workspace === null) throw new AppError('workspace_required');
  if (actor.membership === null && actor.support !== undefined) {
    noteCaller(request, actor.support.workspaceId, actor.userId, 'user');
    requireSupportMay(route, actor, actor.support);
    requireOpen(actor.support.isClosing, route);
    return supportActor(actor, actor.support);
  }
  if (actor.membership === null) throw new AppError('not_found');
  const { workspaceId, memberId, role, isLimited, isClosing, barrier } = actor.membership;
  if (barrier !== null) throw new AppError(barrier);
  requirePermission(actor.permissions, route.permission);
  requireOpen(isClosing, route);
  requireProved(actor, route);
  return {
    kind: 'user',
    workspaceId,
    memberId,
    role,
    isLimited,
    permissions: actor.permissions,
    endsAt: actor.endsAt,
    userId: actor.userId,
    sessionId: actor.sessionId,
    name: actor.name,
    email: actor.email,
  };
}

/** For protocols that know keys only: a cookie beside the request means nothing. */
async function provePlainKey(
  route: Route,
  request: FastifyRequest,
  key: string | null,
  clientIp: string,
  authenticator: Authenticator,
): Promise<Actor> {
  if (key === null) throw new AppError('unauthenticated');
  const actor = await proveKey(request, key, clientIp, authenticator);
  if (route.permission !== undefined) requirePermission(actor.permissions, route.permission);
  requireOpen(actor.isClosing, route);
  return actor;
}

async function proveKey(request: FastifyRequest, key: string, clientIp: string, authenticator: Authenticator): Promise<ApiKeyActor> {
  const actor = await authenticator.apiKey(key, clientIp).catch((error: unknown) => noteRefused(request, error));
  noteCaller(request, actor.workspaceId, actor.apiKeyId, 'api_key');
  return actor;
}

/** Who calls is known before it is known whether they may: a refusal belongs into the log of their workspace, too. */
function noteCaller(request: FastifyRequest, workspaceId: string | null, actorId: string, kind: 'api_key' | 'user'): void {
  request.workspaceId = workspaceId;
  request.actorId = actorId;
  request.actorKind = kind;
}

/** Notes whose credential was refused, where that is known, and passes the refusal on. */
function noteRefused(request: FastifyRequest, error: unknown): never {
  if (error instanceof AppError) {
    const { workspaceId, apiKeyId, userId } = error.context;
    if (typeof workspaceId === 'string' && typeof apiKeyId === 'string') noteCaller(request, workspaceId, apiKeyId, 'api_key');
    else if (typeof workspaceId === 'string' && typeof userId === 'string') noteCaller(request, workspaceId, userId, 'user');
  }
  throw error;
}

function requirePermission(held: ReadonlySet<Permission>, needed: Permission | undefined): void {
  if (needed === undefined || !PERMISSION_NAMES.includes(needed)) throw new Error('A workspace route without a known permission');
  if (!held.has(needed)) throw new AppError('permission_denied', { details: { permission: needed } });
}

function requireProved(actor: UserActor, route: Route): void {
  if (route.stepUp === true && !actor.provedRecently) throw new AppError('step_up_required');
}

function requireOpen(isClosing: boolean, route: Route): void {
  if (isClosing && route.method !== 'GET' && route.whileClosing !== true) throw new AppError('workspace_closing');
}

/**
 * A cookie travels with requests that other sites make; this accepts only those the browser marks as ours. Browsers send
 * `Origin` on every non-GET request (Fetch standard), so its absence beside a cookie is refused too.
 */
export function requireOwnOrigin(request: FastifyRequest, ownOrigins: readonly string[]): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('csrf_refused');
  const origin = request.headers.origin;
  if (origin === undefined) {
    if (site === 'same-origin') return;
    throw new AppError('csrf_refused');
  }
  const sameHost = safeHost(origin) === request.headers.host;
  if (!sameHost && !ownOrigins.includes(origin)) throw new AppError('csrf_refused');
}

function safeHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
