import type { Permission } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Route } from '#platform/http/route';
import type { GraphContext } from './graph-context.ts';
import { parameterMissing } from './graph-refusal.ts';
import { defineGraphRoute, type GraphCall } from './graph-routes.ts';
import { selectAccounts, selectKeyTimes, type GraphAccountRow } from './graph.sql.ts';
import { graphMediaId as digitsOf } from './media-ids.ts';

/** Meta's scopes by those of ours that they amount to. */
const META_SCOPES: Readonly<Record<string, readonly Permission[]>> = {
  whatsapp_business_messaging: ['messages:send'],
  whatsapp_business_management: ['templates:read', 'numbers:read'],
};

/** Programs look at their token before they begin; a key tells about itself what a token would. */
export function tokenRoutes(ctx: GraphContext): Route[] {
  return [
    defineGraphRoute({
      method: 'GET',
      path: '/me',
      summary: 'Tell who the key is',
      answer: async ({ actor }) => ({ id: keyId(actor), name: actor.name }),
    }),
    defineGraphRoute({
      method: 'GET',
      path: '/debug_token',
      summary: 'Tell what a key of the workspace may do',
      answer: (call) => describeToken(ctx, call),
    }),
  ];
}

/** `/me` and `/debug_token` answer keys only, so there is always one. */
function keyOf(actor: WorkspaceActor): string {
  if (actor.kind !== 'api_key') throw new AppError('unauthenticated');
  return actor.apiKeyId;
}

function keyId(actor: WorkspaceActor): string {
  return digitsOf(keyOf(actor));
}

/**
 * What a token may do. A token of another workspace is told of like one that does not exist: not valid, and nothing more.
 * Source: Meta for Developers, "debug_token", 2025-11.
 */
async function describeToken(ctx: GraphContext, { actor, query, request }: GraphCall): Promise<object> {
  const { input_token: token } = query;
  if (token === undefined) throw parameterMissing('input_token');
  const inspected = await ctx.proveKey(token, request.raw.clientIp).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (inspected === null || inspected.workspaceId !== actor.workspaceId)
    return { data: { is_valid: false, scopes: [], error: { code: 190, message: 'The token is not valid.' } } };
  const { workspaceId } = actor;
  const [accounts, [times]] = await Promise.all([
    tenantQuery<GraphAccountRow>(ctx.db, workspaceId, selectAccounts(workspaceId)),
    tenantQuery<{ createdAt: Date; expiresAt: Date | null }>(ctx.db, workspaceId, selectKeyTimes(workspaceId, inspected.apiKeyId)),
  ]);
  const scopes = Object.entries(META_SCOPES).flatMap(([scope, needed]) =>
    needed.some((permission) => inspected.permissions.has(permission)) ? [scope] : [],
  );
  return {
    data: {
      app_id: digitsOf(workspaceId),
      type: 'SYSTEM_USER',
      application: 'Kabar',
      expires_at: seconds(times?.expiresAt ?? null),
      is_valid: true,
      issued_at: seconds(times?.createdAt ?? null),
      scopes,
      granular_scopes: scopes.map((scope) => ({ scope, target_ids: accounts.map(({ wabaId }) => wabaId) })),
      user_id: digitsOf(inspected.apiKeyId),
    },
  };
}

/** Zero stands for never. */
function seconds(at: Date | null): number {
  return at === null ? 0 : Math.floor(at.getTime() / 1_000);
}
