import {
  AccountSecurity,
  AddPasskeyRequest,
  ChangePasswordRequest,
  ConfirmTotpRequest,
  ID_PREFIXES,
  PageQuery,
  Passkey,
  PasskeyAdded,
  PasskeyQuestion,
  RecoveryCodes,
  RenamePasskeyRequest,
  SessionList,
  SignInRecord,
  StepUp,
  StepUpRequest,
  TotpAdded,
  TotpSetup,
  idSchema,
  pageOf,
} from '@kabar/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { changePassword, getAccountSecurity } from './change-password.ts';
import { readCaller, setSession } from './door.ts';
import { makeRecoveryCodes, type Changed } from './factors/change-factors.ts';
import { addPasskey, askToAddPasskey, removePasskey, renamePasskey } from './factors/manage-passkeys.ts';
import { beginTotp, confirmTotp, removeTotp } from './factors/manage-totp.ts';
import { endOtherSessions, endSession, listSessions, listSignIns } from './sessions/manage-sessions.ts';
import { askAtStepUp, getStepUp, stepUp } from './sessions/step-up.ts';
import type { UsersContext } from './users-context.ts';

const tag = 'Account';
const passkeyParams = z.object({ id: idSchema('passkey') });

/** Routes with which a signed-in person looks after their own account's door. */
export function securityRoutes(ctx: UsersContext): Route[] {
  /** The session got a new secret with the change; this browser is the one that keeps it. */
  const keep = <T>(reply: FastifyReply, { token, value }: Changed<T>): T => {
    setSession(ctx, reply, token);
    return value;
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/auth/step-up',
      summary: 'See how a dangerous act can be confirmed',
      tag,
      auth: 'person',
      responses: { 200: StepUp },
      handler: ({ actor }) => getStepUp(ctx, actor),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/step-up',
      summary: 'Show once more that it is you',
      description: 'Takes one factor; for ten minutes, dangerous acts of this session go through without being asked.',
      tag,
      auth: 'person',
      body: StepUpRequest,
      responses: { 200: StepUp },
      handler: ({ actor, body, raw, clientIp }) => stepUp(ctx, actor, body, readCaller(ctx, raw, clientIp)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/auth/step-up/passkey-question',
      summary: 'Ask for a passkey that confirms a dangerous act',
      tag,
      auth: 'person',
      responses: { 200: PasskeyQuestion },
      handler: ({ actor }) => askAtStepUp(ctx, actor),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/me/security',
      summary: 'See how you prove who you are',
      tag,
      auth: 'person',
      responses: { 200: AccountSecurity },
      handler: ({ actor }) => getAccountSecurity(ctx, actor),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/password',
      summary: 'Set another password',
      description: 'Ends all other sessions.',
      tag,
      auth: 'person',
      stepUp: true,
      body: ChangePasswordRequest,
      responses: { 204: null },
      handler: async ({ actor, body, reply }) => keep(reply, await changePassword(ctx, actor, body.password)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/totp',
      summary: 'Begin to set up an authenticator app',
      description: 'Gives a new seed. It counts once `POST /v1/me/totp/confirm` got a code of it.',
      tag,
      auth: 'person',
      stepUp: true,
      responses: { 200: TotpSetup },
      handler: ({ actor }) => beginTotp(ctx, actor),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/totp/confirm',
      summary: 'Finish setting up an authenticator app',
      description: 'Ends all other sessions. Recovery codes come with the first second factor.',
      tag,
      auth: 'person',
      stepUp: true,
      body: ConfirmTotpRequest,
      responses: { 200: TotpAdded },
      handler: async ({ actor, body, reply }) => keep(reply, await confirmTotp(ctx, actor, body.code)),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/me/totp',
      summary: 'Remove the authenticator app',
      tag,
      auth: 'person',
      stepUp: true,
      responses: { 204: null },
      handler: async ({ actor, reply }) => keep(reply, await removeTotp(ctx, actor)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/passkeys/question',
      summary: 'Ask for a new passkey',
      tag,
      auth: 'person',
      stepUp: true,
      responses: { 200: PasskeyQuestion },
      handler: ({ actor }) => askToAddPasskey(ctx, actor),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/passkeys',
      summary: 'Add a passkey',
      description: 'Ends all other sessions. Recovery codes come with the first second factor.',
      tag,
      auth: 'person',
      stepUp: true,
      body: AddPasskeyRequest,
      responses: { 201: PasskeyAdded },
      handler: async ({ actor, body, reply }) => keep(reply, await addPasskey(ctx, actor, body)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/me/passkeys/:id',
      summary: 'Rename a passkey',
      tag,
      auth: 'person',
      params: passkeyParams,
      body: RenamePasskeyRequest,
      responses: { 200: Passkey },
      handler: ({ actor, params, body }) => renamePasskey(ctx, actor, uuidOf('passkey', params.id), body.name),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/me/passkeys/:id',
      summary: 'Remove a passkey',
      tag,
      auth: 'person',
      stepUp: true,
      params: passkeyParams,
      responses: { 204: null },
      handler: async ({ actor, params, reply }) => keep(reply, await removePasskey(ctx, actor, uuidOf('passkey', params.id))),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/recovery-codes',
      summary: 'Make new recovery codes',
      description: 'The old ones end. The new ones are in this answer only.',
      tag,
      auth: 'person',
      stepUp: true,
      responses: { 201: RecoveryCodes },
      handler: async ({ actor, reply }) => keep(reply, await makeRecoveryCodes(ctx, actor)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/me/sessions',
      summary: 'See where you are signed in',
      tag,
      auth: 'person',
      responses: { 200: SessionList },
      handler: ({ actor }) => listSessions(ctx, actor),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/me/sessions/:id',
      summary: 'End a session',
      tag,
      auth: 'person',
      params: z.object({ id: idSchema('session') }),
      responses: { 204: null },
      handler: ({ actor, params }) => endSession(ctx, actor, uuidOf('session', params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/me/sessions/end-others',
      summary: 'End all other sessions',
      tag,
      auth: 'person',
      responses: { 204: null },
      handler: ({ actor }) => endOtherSessions(ctx, actor),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/me/sign-ins',
      summary: 'See the history of sign-ins',
      description: 'Of the last 90 days, newest first.',
      tag,
      auth: 'person',
      query: PageQuery,
      responses: { 200: pageOf(SignInRecord) },
      handler: ({ actor, query }) => listSignIns(ctx, actor.userId, query),
    }),
  ];
}

function uuidOf(kind: 'passkey' | 'session', id: string): string {
  const uuid = fromPublicId(ID_PREFIXES[kind], id);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}
