import {
  ForgotPasswordRequest,
  ResetPasswordRequest,
  SignInRequest,
  SignUpRequest,
  SignUpResponse,
  User,
  VerifyEmailRequest,
} from '@kabar/contract';
import type { FastifyRequest } from 'fastify';
import { requireOwnOrigin } from '#platform/http/authenticate';
import { defineRoute, type Route } from '#platform/http/route';
import type { Caller } from './caller.ts';
import { forgotPassword } from './forgot-password.ts';
import { resetPassword } from './reset-password.ts';
import { expiredSessionCookie, sessionCookie } from './session-cookie.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { signUp } from './sign-up.ts';
import type { UsersContext } from './users-context.ts';
import { verifyEmail } from './verify-email.ts';

const tag = 'Account';

/** Routes of the account flows. They answer in our contract and errors; nothing of better-auth's own API is reachable. */
export function usersRoutes(ctx: UsersContext): Route[] {
  const callerOf = (raw: FastifyRequest, clientIp: string): Caller => {
    refuseOtherSites(raw, ctx.config.publicUrl);
    return { clientIp, userAgent: raw.headers['user-agent'] ?? '' };
  };
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/auth/sign-up',
      summary: 'Sign up',
      description: 'Mails a link that confirms the address. The answer is the same when the address is known already.',
      tag,
      auth: 'public',
      body: SignUpRequest,
      responses: { 202: SignUpResponse },
      handler: ({ body, raw, clientIp }) => signUp(ctx, body, callerOf(raw, clientIp)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/sign-in',
      summary: 'Sign in',
      description: 'Begins a session with a cookie for browsers. Programs use an API key.',
      tag,
      auth: 'public',
      body: SignInRequest,
      responses: { 200: User },
      handler: async ({ body, raw, clientIp, reply }) => {
        const { user, token } = await signIn(ctx, body, callerOf(raw, clientIp));
        reply.header('set-cookie', sessionCookie(ctx.cookie, ctx.keys.cookieMac, token, Math.floor(ctx.config.sessionAbsoluteMs / 1_000)));
        return user;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/sign-out',
      summary: 'Sign out',
      tag,
      auth: 'person',
      responses: { 204: null },
      handler: async ({ actor, reply }) => {
        await signOut(ctx, actor);
        reply.header('set-cookie', expiredSessionCookie(ctx.cookie)).header('clear-site-data', '"storage"');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/forgot-password',
      summary: 'Ask for a link that resets the password',
      description: 'The answer is the same whether or not the address is known.',
      tag,
      auth: 'public',
      body: ForgotPasswordRequest,
      responses: { 202: null },
      handler: ({ body, raw, clientIp }) => forgotPassword(ctx, body, callerOf(raw, clientIp)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/reset-password',
      summary: 'Set a new password',
      description: 'Takes the token of the mail, once. Ends all sessions of the person.',
      tag,
      auth: 'public',
      body: ResetPasswordRequest,
      responses: { 204: null },
      handler: ({ body, raw, clientIp }) => resetPassword(ctx, body, callerOf(raw, clientIp)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/verify-email',
      summary: 'Confirm an e-mail',
      description: 'Takes the token of the mail.',
      tag,
      auth: 'public',
      body: VerifyEmailRequest,
      responses: { 204: null },
      handler: ({ body, raw, clientIp }) => verifyEmail(ctx, body, callerOf(raw, clientIp)),
    }),
  ];
}

/** A browser says where a request comes from; another site must not be able to sign somebody in to a foreign account. */
function refuseOtherSites(raw: FastifyRequest, publicUrl: string): void {
  if (raw.headers.origin !== undefined || raw.headers['sec-fetch-site'] !== undefined) requireOwnOrigin(raw, [publicUrl]);
}
