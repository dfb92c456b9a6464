import {
  ApiKey,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  ID_PREFIXES,
  idSchema,
  IpAllowlist,
  ListApiKeysQuery,
  pageOf,
  ReportLeakedKeysRequest,
  ReportLeakedKeysResponse,
  RotateApiKeyRequest,
  RotateApiKeyResponse,
  SetIpAllowlistRequest,
  UpdateApiKeyRequest,
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
import { reportLeakedKeys } from './report-leaked-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { rotateApiKey } from './rotate-api-key.ts';
import { getIpAllowlist, setIpAllowlist } from './set-ip-allowlist.ts';
import { updateApiKey } from './update-api-key.ts';

const tag = 'API keys';
const params = z.object({ id: idSchema('apiKey') });

/** Routes of API keys and of who may use them from where. Only people manage keys; no key can carry these permissions. */
export function apiKeysRoutes(ctx: ApiKeysContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/api-keys',
      summary: 'List API keys',
      tag,
      auth: 'workspace',
      permission: 'api_keys:read',
      query: ListApiKeysQuery,
      responses: { 200: pageOf(ApiKey) },
      handler: ({ actor, query }) => listApiKeys(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/api-keys',
      stepUp: true,
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
      method: 'PATCH',
      path: '/v1/api-keys/:id',
      stepUp: true,
      summary: 'Change an API key',
      description:
        'Name, scopes, addresses, expiry and limit. A scope that is added must be one of your own. It acts within a second, everywhere. A list of addresses that leaves out the network the key was used from in the last seven days is refused unless `confirm_lockout` is true.',
      tag,
      auth: 'workspace',
      permission: 'api_keys:write',
      params,
      body: UpdateApiKeyRequest,
      responses: { 200: ApiKey },
      handler: ({ actor, params: { id }, body }) => updateApiKey(ctx, requirePerson(actor, 'api_keys:write'), uuidOf(id), body),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/api-keys/:id/rotate',
      stepUp: true,
      summary: 'Replace an API key',
      description:
        'Makes a new key with the same name, scopes, addresses and limit and shows it, this once. The old one goes on working until the moment you choose, 24 hours from now unless you say otherwise. You need every scope the key has.',
      tag,
      auth: 'workspace',
      permission: 'api_keys:write',
      params,
      body: RotateApiKeyRequest,
      responses: { 201: RotateApiKeyResponse },
      handler: ({ actor, params: { id }, body }) => rotateApiKey(ctx, requirePerson(actor, 'api_keys:write'), uuidOf(id), body),
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
    defineRoute({
      method: 'GET',
      path: '/v1/workspace/ip-allowlist',
      summary: 'Get the addresses a workspace may be used from',
      tag,
      auth: 'workspace',
      permission: 'api_keys:read',
      responses: { 200: IpAllowlist },
      handler: ({ actor, clientIp }) => getIpAllowlist(ctx, actor.workspaceId, clientIp),
    }),
    defineRoute({
      method: 'PUT',
      path: '/v1/workspace/ip-allowlist',
      stepUp: true,
      summary: 'Set the addresses a workspace may be used from',
      description:
        'Every API key of the workspace is held to this list and to its own; people in the dashboard only where `applies_to` says so. A list that shuts out your own address or networks that keys were used from in the last seven days is refused unless `confirm_lockout` is true.',
      tag,
      auth: 'workspace',
      permission: 'api_keys:write',
      body: SetIpAllowlistRequest,
      responses: { 200: IpAllowlist },
      handler: ({ actor, body, clientIp }) => setIpAllowlist(ctx, requirePerson(actor, 'api_keys:write'), clientIp, body),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/leaked-keys',
      summary: 'Report API keys found in public',
      description:
        'For anybody, and for programs that scan repositories. The key is the proof: one that works is revoked at once and its owners are mailed. Form of a key: `kabar_live_` + 38 letters and digits, of which the last six are the checksum of all before (docs/guides/api-keys.md).',
      tag,
      auth: 'public',
      body: ReportLeakedKeysRequest,
      responses: { 200: ReportLeakedKeysResponse },
      handler: async ({ body, clientIp }) => {
        await ctx.countReport(clientIp);
        return reportLeakedKeys(ctx, body);
      },
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
