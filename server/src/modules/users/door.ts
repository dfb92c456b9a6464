import type { User } from '@kabar/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireOwnOrigin } from '#platform/http/authenticate';
import type { Caller } from './caller.ts';
import { sessionCookie } from './session-cookie.ts';
import { challengeMs, deviceMs, doorCookie, readDoorCookie } from './sessions/challenge-cookie.ts';
import type { SignedIn } from './sign-in.ts';
import type { UsersContext } from './users-context.ts';

/** Header in which the dashboard says the browser's time zone, for the owner's list of sign-ins. */
const timeZoneHeader = 'kabar-time-zone';

/** What a request says about where it comes from. */
export function readCaller(ctx: Pick<UsersContext, 'cookie'>, raw: FastifyRequest, clientIp: string): Caller {
  const timeZone = raw.headers[timeZoneHeader];
  return {
    clientIp,
    userAgent: raw.headers['user-agent'] ?? '',
    deviceToken: readDoorCookie(ctx.cookie, 'kabar_device', raw.headers.cookie ?? ''),
    timeZone: typeof timeZone === 'string' ? timeZone : null,
  };
}

/** Sets the cookies of a begun session and gives who it is. */
export function welcome(ctx: Pick<UsersContext, 'cookie' | 'keys' | 'config'>, reply: FastifyReply, signedIn: SignedIn): User {
  setSession(ctx, reply, signedIn.token);
  reply.header('set-cookie', doorCookie(ctx.cookie, 'kabar_device', signedIn.deviceToken, deviceMs / 1_000));
  for (const over of ['kabar_challenge', 'kabar_passkey'] as const) reply.header('set-cookie', doorCookie(ctx.cookie, over, '', 0));
  return signedIn.user;
}

/** Gives the browser the secret of its session. */
export function setSession(ctx: Pick<UsersContext, 'cookie' | 'keys' | 'config'>, reply: FastifyReply, token: string): void {
  reply.header('set-cookie', sessionCookie(ctx.cookie, ctx.keys.cookieMac, token, Math.floor(ctx.config.sessionAbsoluteMs / 1_000)));
}

/** Ties the next step of a sign-in to this browser. */
export function setChallenge(ctx: Pick<UsersContext, 'cookie'>, reply: FastifyReply, token: string): void {
  reply.header('set-cookie', doorCookie(ctx.cookie, 'kabar_challenge', token, challengeMs / 1_000));
}

/** The step of a sign-in that this browser is at; null when it is at none. */
export function challengeOf(ctx: Pick<UsersContext, 'cookie'>, raw: FastifyRequest): string | null {
  return readDoorCookie(ctx.cookie, 'kabar_challenge', raw.headers.cookie ?? '');
}

/**
 * Ties a question to any passkey to this browser. Not with the cookie of the half sign-in: the sign-in page asks by itself, and opened once more it must not end what
 * waits in another tab.
 */
export function setPasskeyQuestion(ctx: Pick<UsersContext, 'cookie'>, reply: FastifyReply, token: string): void {
  reply.header('set-cookie', doorCookie(ctx.cookie, 'kabar_passkey', token, challengeMs / 1_000));
}

/** The question to any passkey that this browser was given last; null when there was none. */
export function passkeyQuestionOf(ctx: Pick<UsersContext, 'cookie'>, raw: FastifyRequest): string | null {
  return readDoorCookie(ctx.cookie, 'kabar_passkey', raw.headers.cookie ?? '');
}

/** A browser says where a request comes from; another site must not be able to sign somebody in to a foreign account. Errors: `csrf_refused`. */
export function requireOwnPage(ctx: Pick<UsersContext, 'config'>, raw: FastifyRequest): void {
  if (raw.headers.origin !== undefined || raw.headers['sec-fetch-site'] !== undefined) requireOwnOrigin(raw, [ctx.config.publicUrl]);
}
