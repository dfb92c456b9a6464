import {
  ForgotPasswordRequest,
  ResetPasswordRequest,
  SignInRequest,
  PasskeyQuestion,
  PasskeySignInRequest,
  SecondFactorAsked,
  SecondFactorRequest,
  SignUpRequest,
  SignUpResponse,
  User,
  VerifyEmailRequest,
} from '@kabar/contract';
import type { FastifyRequest } from 'fastify';
import { defineRoute, type Route } from '#platform/http/route';
import type { Caller } from './caller.ts';
import { challengeOf, passkeyQuestionOf, readCaller, requireOwnPage, setChallenge, setPasskeyQuestion, welcome } from './door.ts';
import { askAtSignIn, finishSignIn } from './finish-sign-in.ts';
import { forgotPassword } from './forgot-password.ts';
import { askForAnyPasskey, signInWithPasskey } from './passkey-sign-in.ts';
import { resetPassword } from './reset-password.ts';
import { expiredSessionCookie } from './session-cookie.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { signUp } from './sign-up.ts';
import type { UsersContext } from './users-context.ts';
import { verifyEmail } from './verify-email.ts';

const tag = 'Account';

/** Routes of the account flows. They answer in our contract and errors; nothing of better-auth's own API is reachable. */
export function usersRoutes(ctx: UsersContext): Route[] {
  const callerOf = (raw: FastifyRequest, clientIp: string): Caller => {
    requireOwnPage(ctx, raw);
    return readCaller(ctx, raw, clientIp);
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
      responses: { 200: User, 202: SecondFactorAsked },
      handler: async ({ body, raw, clientIp, reply }) => {
        const outcome = await signIn(ctx, body, callerOf(raw, clientIp));
        if (outcome.next === 'done') return welcome(ctx, reply, outcome);
        setChallenge(ctx, reply, outcome.challengeToken);
        reply.code(202);
        return { next: 'second_factor', factors: outcome.factors };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/second-factor',
      summary: 'Show the second factor',
      description: 'Ends the sign-in that this browser began with a right password. Five tries, within ten minutes.',
      tag,
      auth: 'public',
      body: SecondFactorRequest,
      responses: { 200: User },
      handler: async ({ body, raw, clientIp, reply }) =>
        welcome(ctx, reply, await finishSignIn(ctx, challengeOf(ctx, raw), body, callerOf(raw, clientIp))),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/second-factor/passkey-question',
      summary: 'Ask for a passkey as the second factor',
      tag,
      auth: 'public',
      responses: { 200: PasskeyQuestion },
      handler: ({ raw, clientIp }) => {
        callerOf(raw, clientIp);
        return askAtSignIn(ctx, challengeOf(ctx, raw));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/passkey-question',
      summary: 'Ask for any passkey',
      description: 'For signing in without a password.',
      tag,
      auth: 'public',
      responses: { 200: PasskeyQuestion },
      handler: async ({ raw, clientIp, reply }) => {
        const { question, challengeToken } = await askForAnyPasskey(ctx, callerOf(raw, clientIp));
        setPasskeyQuestion(ctx, reply, challengeToken);
        return question;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/passkey',
      summary: 'Sign in with a passkey',
      description: 'A passkey asks for a fingerprint or PIN, so nothing else is asked.',
      tag,
      auth: 'public',
      body: PasskeySignInRequest,
      responses: { 200: User },
      handler: async ({ body, raw, clientIp, reply }) =>
        welcome(ctx, reply, await signInWithPasskey(ctx, passkeyQuestionOf(ctx, raw), body.passkey, callerOf(raw, clientIp))),
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
