import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { OnAuthorizationChange } from '../events/authorization-change.ts';
import type { SupportStay, UserActor, WorkspaceActor } from './actor.ts';
import { isPublicId } from './request-record.ts';
import type { Route } from './route.ts';

/** One request of an operator inside a workspace that let them in, for its audit log. */
export type SupportAct = {
  stay: SupportStay;
  userId: string;
  method: Route['method'];
  /** The declared path with `:name` parameters. */
  route: string;
  /** Public ids in the path. */
  ids: readonly string[];
  /** What was searched or narrowed to, as JSON; may be about people. Null where nothing was. */
  query: string | null;
  /** Public ids of what the answer holds, at most 200. Null for what is no answer to read: a change. */
  holds: readonly string[] | null;
};

/** Writes an act into the audit log of the workspace. Rejects when it could not: nothing is answered then. */
export type RecordSupport = (act: SupportAct) => Promise<void>;

/** How long requests of operators may be: whatever still runs when their access ends is cut off. */
export type SupportGuard = { record: RecordSupport; onAuthorizationChange: OnAuthorizationChange };

const mostHeld = 200;

/**
 * Whether somebody who was let in may call a route: `GET` with a permission of theirs, and of the rest what says so. They always have a second factor.
 * Errors: `second_factor_required`, `permission_denied`, `support_access_refused`.
 */
export function requireSupportMay(
  route: Route,
  actor: Pick<UserActor, 'isOperator' | 'hasSecondFactor' | 'singleSignOnWorkspaceId'>,
  stay: Pick<SupportStay, 'level' | 'permissions'>,
): void {
  if (!actor.isOperator || actor.singleSignOnWorkspaceId !== null) throw new AppError('not_found');
  if (!actor.hasSecondFactor) throw new AppError('second_factor_required');
  const { permission, support } = route;
  const isWrite = route.method !== 'GET' && support !== 'read';
  const isShut = support === 'never' || route.stepUp === true || route.method === 'DELETE';
  if (isShut || (isWrite && (support !== 'help' || stay.level !== 'help'))) throw new AppError('support_access_refused');
  if (permission === undefined || !stay.permissions.has(permission)) throw new AppError('support_access_refused');
}

/** The operator as handlers see them: somebody who sees all numbers and teams, and whose `memberId` is nobody's. */
export function supportActor(actor: UserActor, stay: SupportStay): WorkspaceActor {
  return {
    kind: 'user',
    workspaceId: stay.workspaceId,
    memberId: stay.entryId,
    role: 'manager',
    isLimited: false,
    permissions: stay.permissions,
    endsAt: stay.endsAt < actor.endsAt ? stay.endsAt : actor.endsAt,
    userId: actor.userId,
    sessionId: actor.sessionId,
    name: actor.name,
    email: actor.email,
    support: stay,
  };
}

/** The stay that a request belongs to; null for everybody else. */
export function stayOf(request: FastifyRequest): SupportStay | null {
  const actor = request.kabarActor;
  return actor !== null && actor.kind === 'user' && 'workspaceId' in actor ? (actor.support ?? null) : null;
}

/**
 * Runs a handler for somebody who was let in: its request is in the log of the workspace before anything of the answer leaves. What reads is recorded with the ids
 * that its answer holds; what changes, streams or is a file, before it begins.
 */
export async function runForSupport(
  guard: SupportGuard,
  stay: SupportStay,
  { route, request }: { route: Route; request: FastifyRequest },
  handler: () => Promise<unknown>,
): Promise<unknown> {
  const reads = route.method === 'GET' || route.support === 'read';
  const isAnswer = reads && !Object.values(route.responses).some((schema) => typeof schema === 'string');
  const record = (holds: readonly string[] | null): Promise<void> => guard.record(actOf(stay, route, request, holds));
  if (!isAnswer) {
    await record(reads ? [] : null);
    return handler();
  }
  const body = await handler();
  await record(idsIn(body));
  return body;
}

/** Cuts off what still runs for somebody whose access ends: downloads, and answers that nobody may have any more. Gives the function that ends the watch. */
export function watchSupport(guard: SupportGuard): { begin(stay: SupportStay, reply: FastifyReply): void; stop(): void } {
  const running = new Map<FastifyReply, SupportStay>();
  const stop = guard.onAuthorizationChange((keys) => {
    for (const [reply, stay] of running) {
      if (keys === null || keys.has(`support:${stay.grantId}`)) reply.raw.destroy();
    }
  });
  return {
    begin: (stay, reply) => {
      running.set(reply, stay);
      const timer = setTimeout(() => reply.raw.destroy(), Math.max(0, stay.endsAt.getTime() - Date.now()));
      timer.unref();
      reply.raw.once('close', () => {
        clearTimeout(timer);
        running.delete(reply);
      });
    },
    stop,
  };
}

function actOf(stay: SupportStay, route: Route, request: FastifyRequest, holds: readonly string[] | null): SupportAct {
  const actor = request.kabarActor;
  const values = (part: unknown): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []);
  const query = values(request.query).some((value) => value !== undefined) ? JSON.stringify(request.query) : null;
  const body = route.support === 'read' && request.body !== undefined ? JSON.stringify(request.body) : null;
  return {
    stay,
    userId: actor !== null && actor.kind === 'user' ? actor.userId : '',
    method: route.method,
    route: route.path,
    ids: values(request.params).filter(isPublicId),
    query: body ?? query,
    holds,
  };
}

/** Public ids of the things in an answer: its own, or those of the rows of its lists. */
function idsIn(body: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 4 || found.size >= mostHeld) return;
    if ('id' in value && isPublicId(value.id)) {
      found.add(value.id);
      return;
    }
    for (const part of Array.isArray(value) ? value : Object.values(value)) visit(part, depth + 1);
  };
  visit(body, 0);
  return [...found];
}
