import {
  ApiKey,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  ID_PREFIXES,
  idSchema,
  pageOf,
  PageQuery,
  type Permission,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import type { ApiKeysContext } from './api-keys-context.ts';
import { createApiKey, type KeyCreator } from './create-api-key.ts';
import { getApiKey, listApiKeys } from './list-api-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';

const tag = 'API keys';
const params = z.object({ id: idSchema('apiKey') });

/** Routes of API keys. Only people manage keys; no key can carry these permissions. */
export function apiKeysRoutes(ctx: ApiKeysContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/api-keys',
      summary: 'List API keys',
      tag,
      auth: 'workspace',
      permission: 'api_keys:read',
      query: PageQuery,
      responses: { 200: pageOf(ApiKey) },
      handler: ({ actor, query }) => listApiKeys(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/api-keys',
      summary: 'Create an API key',
      description: 'The answer shows the key, this once. It can do at most what its maker can do.',
      tag,
      auth: 'workspace',
      permission: 'api_keys:write',
      body: CreateApiKeyRequest,
      responses: { 201: CreateApiKeyResponse },
      handler: ({ actor, body }) => createApiKey(ctx, requirePerson(actor, 'api_keys:write'), body),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/api-keys/:id',
      summary: 'Get an API key',
      tag,
      auth: 'workspace',
      permission: 'api_keys:read',
      params,
      responses: { 200: ApiKey },
      handler: ({ actor, params: { id } }) => getApiKey(ctx, actor.workspaceId, uuidOf(id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/api-keys/:id/revoke',
      whileClosing: true,
      summary: 'Revoke an API key',
      description: 'It stops working within a second, everywhere, for good.',
      tag,
      auth: 'workspace',
      permission: 'api_keys:write',
      params,
      responses: { 200: ApiKey },
      handler: ({ actor, params: { id } }) => revokeApiKey(ctx, requirePerson(actor, 'api_keys:write'), uuidOf(id)),
    }),
  ];
}

function requirePerson(actor: WorkspaceActor, permission: Permission): KeyCreator {
  if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission } });
  return actor;
}

function uuidOf(id: string): string {
  const uuid = fromPublicId(ID_PREFIXES.apiKey, id);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}
