import { CONTENT_LIMITS, codePointLength } from '@kabar/cloud-api';
import { AppError } from '#platform/errors';
import type { Route } from '#platform/http/route';
import type { BusinessProfileChange, CallOutcome } from '#whatsapp/provider';
import { requireNumber } from './find-objects.ts';
import { requirePermission, type GraphContext } from './graph-context.ts';
import { selectFields, type NodeKind } from './graph-fields.ts';
import { parameterInvalid } from './graph-refusal.ts';
import { defineGraphRoute, nameSubject, type GraphCall } from './graph-routes.ts';
import { requireProduct } from './read-send-request.ts';

const texts = ['about', 'address', 'description', 'email', 'vertical'] as const;
const lengths: Readonly<Record<(typeof texts)[number], number>> = {
  about: CONTENT_LIMITS.profileAbout,
  address: CONTENT_LIMITS.profileAddress,
  description: CONTENT_LIMITS.profileDescription,
  email: CONTENT_LIMITS.profileEmail,
  vertical: 40,
};

/** Business profiles. Source: Meta for Developers, "Business profiles", 2025-11. */
const kind: NodeKind = {
  name: 'WhatsAppBusinessProfile',
  defaults: [...texts, 'websites', 'profile_picture_url'],
  known: [...texts, 'websites', 'profile_picture_url', 'messaging_product'],
};

/** What customers see of a number. WhatsApp alone keeps it: it is asked, and told, at once. */
export function businessProfileRoutes(ctx: GraphContext): Route[] {
  const connectionOf = async (call: GraphCall, method: 'GET' | 'POST') => {
    const { actor, ids } = call;
    const { id } = await requireNumber(ctx, actor, ids['phone_number_id'] ?? '', method);
    nameSubject(call, 'number', id);
    const connection = await ctx.connections.connectionFor(actor.workspaceId, id);
    if (connection === null) throw new AppError('number_not_connected');
    return connection;
  };
  return [
    defineGraphRoute({
      method: 'GET',
      path: '/:phone_number_id/whatsapp_business_profile',
      summary: 'Read the business profile of a number',
      answer: async (call) => {
        requirePermission(call.actor, 'numbers:read');
        const { pictureUrl, ...told } = taken(
          await ctx.provider.getBusinessProfile(await connectionOf(call, 'GET'), { signal: call.request.signal }),
        );
        const { id: _none, ...profile } = selectFields(kind, { id: '', ...told, profile_picture_url: pictureUrl }, call.query['fields']);
        return { data: [{ ...profile, messaging_product: 'whatsapp' }] };
      },
    }),
    defineGraphRoute({
      method: 'POST',
      path: '/:phone_number_id/whatsapp_business_profile',
      summary: 'Change the business profile of a number',
      answer: async (call) => {
        requirePermission(call.actor, 'numbers:write');
        requireProduct(call.body);
        const change = readChange(call.body);
        taken(await ctx.provider.updateBusinessProfile(await connectionOf(call, 'POST'), change, { signal: call.request.signal }));
        return { success: true };
      },
    }),
  ];
}

function readChange(body: GraphCall['body']): BusinessProfileChange {
  const change: BusinessProfileChange = {};
  for (const name of texts) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw parameterInvalid(`Param ${name} must be a string.`);
    if (codePointLength(value) > lengths[name]) throw parameterInvalid(`Param ${name} must be at most ${lengths[name]} characters long.`);
    change[name] = value;
  }
  if (body['websites'] !== undefined && body['websites'] !== null) change.websites = readWebsites(body['websites']);
  const handle = body['profile_picture_handle'];
  if (handle !== undefined && handle !== null) {
    if (typeof handle !== 'string') throw parameterInvalid('Param profile_picture_handle must be a string.');
    change.pictureHandle = handle;
  }
  return change;
}

/** A list, or, as Meta's own sample has it, the JSON text of one. */
function readWebsites(value: unknown): string[] {
  const list: unknown = typeof value === 'string' ? parseList(value) : value;
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string'))
    throw parameterInvalid('Param websites must be a list of addresses.');
  if (list.length > CONTENT_LIMITS.profileWebsiteCount) throw parameterInvalid('Param websites takes at most two addresses.');
  return list;
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The value, or the refusal in words. */
function taken<Value>(outcome: CallOutcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  const { error, unreachable } = outcome;
  if (unreachable) throw new AppError('upstream_unavailable', { context: { metaCode: error.code, httpStatus: error.httpStatus } });
  if (error.class === 'auth' || error.class === 'permission')
    throw new AppError('number_credentials_refused', { details: { reason: `${error.plainReason} ${error.nextStep}` } });
  throw parameterInvalid(error.details ?? error.plainReason);
}
