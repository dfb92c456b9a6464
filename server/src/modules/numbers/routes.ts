import {
  AccountEvent,
  ConnectNumberRequest,
  ConnectNumberResponse,
  ID_PREFIXES,
  idSchema,
  NumberEvent,
  pageOf,
  PageQuery,
  RenewTokenRequest,
  WhatsAppNumber,
} from '@kabar/contract';
import { z } from 'zod';
import type { AuditActor } from '#modules/audit';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { connectEmulator } from './connect-emulator.ts';
import { connectNumber } from './connect-number.ts';
import { disconnectNumber } from './disconnect-number.ts';
import { getNumber, listAccountEvents, listNumberHistory, listNumbers } from './list-numbers.ts';
import type { NumbersContext } from './numbers-context.ts';
import { refreshNumber } from './refresh-number.ts';
import { renewToken } from './renew-token.ts';

const tag = 'Numbers';
const params = z.object({ id: idSchema('number') });

/** Routes of numbers and of what WhatsApp tells about accounts. */
export function numbersRoutes(ctx: NumbersContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/numbers',
      summary: 'List numbers',
      description: 'Connected numbers first, each with its health in words and what to do about it.',
      tag,
      auth: 'workspace',
      permission: 'numbers:read',
      query: PageQuery,
      responses: { 200: pageOf(WhatsAppNumber) },
      handler: ({ actor, query }) => listNumbers(ctx, { workspaceId: actor.workspaceId, ...query }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/numbers',
      summary: 'Connect a number',
      description:
        'Checks the credentials with WhatsApp, subscribes to its webhooks and stores the token sealed. The answer is the only place that shows the verify token.',
      tag,
      auth: 'workspace',
      permission: 'numbers:write',
      body: ConnectNumberRequest,
      responses: { 201: ConnectNumberResponse },
      handler: ({ actor, body, signal }) =>
        connectNumber(ctx, { ...body, provider: 'cloud', workspaceId: actor.workspaceId, actor: auditActor(actor), signal }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/numbers/connect-emulator',
      summary: 'Connect a number of the local emulator',
      description: 'Takes a number with credentials from the emulator that runs beside this server. No account with Meta is needed.',
      tag,
      auth: 'workspace',
      permission: 'numbers:write',
      responses: { 201: ConnectNumberResponse },
      handler: ({ actor, signal }) => connectEmulator(ctx, { workspaceId: actor.workspaceId, actor: auditActor(actor), signal }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/numbers/:id',
      summary: 'Get a number',
      tag,
      auth: 'workspace',
      permission: 'numbers:read',
      params,
      responses: { 200: WhatsAppNumber },
      handler: ({ actor, params: { id } }) => getNumber(ctx, actor.workspaceId, numberIdOf(id)),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/numbers/:id',
      stepUp: true,
      summary: 'Disconnect a number',
      description:
        'Ends the connection and destroys the access token when no other number of the account is connected. Conversations and messages stay.',
      tag,
      auth: 'workspace',
      permission: 'numbers:write',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) =>
        disconnectNumber(ctx, { workspaceId: actor.workspaceId, numberId: numberIdOf(id), actor: auditActor(actor) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/numbers/:id/refresh',
      summary: 'Refresh a number',
      description: 'Reads name, quality, limit, throughput, status and health from WhatsApp now. Happens by itself every half hour.',
      tag,
      auth: 'workspace',
      permission: 'numbers:write',
      params,
      responses: { 200: WhatsAppNumber },
      handler: ({ actor, params: { id }, signal }) => refreshNumber(ctx, actor.workspaceId, numberIdOf(id), signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/numbers/:id/token',
      stepUp: true,
      summary: 'Renew the access token',
      description: 'Replaces the access token of the number’s account, and the app secret when one is given. Held messages then go out.',
      tag,
      auth: 'workspace',
      permission: 'numbers:write',
      params,
      body: RenewTokenRequest,
      responses: { 200: WhatsAppNumber },
      handler: ({ actor, params: { id }, body, signal }) =>
        renewToken(ctx, { ...body, workspaceId: actor.workspaceId, numberId: numberIdOf(id), actor: auditActor(actor), signal }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/numbers/:id/history',
      summary: 'List the history of a number',
      description: 'Newest first: connections, tokens, quality, limits, names, restrictions.',
      tag,
      auth: 'workspace',
      permission: 'numbers:read',
      params,
      query: PageQuery,
      responses: { 200: pageOf(NumberEvent) },
      handler: ({ actor, params: { id }, query }) =>
        listNumberHistory(ctx, { workspaceId: actor.workspaceId, numberId: numberIdOf(id), ...query }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/account-events',
      summary: 'List account events',
      description: 'What WhatsApp told about accounts, numbers, templates, limits and policy, newest first, in words.',
      tag,
      auth: 'workspace',
      permission: 'numbers:read',
      query: PageQuery,
      responses: { 200: pageOf(AccountEvent) },
      handler: ({ actor, query }) => listAccountEvents(ctx, { workspaceId: actor.workspaceId, ...query }),
    }),
  ];
}

function numberIdOf(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.number, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

function auditActor(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}
