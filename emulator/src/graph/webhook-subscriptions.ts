import { randomInt } from 'node:crypto';
import { CONTENT_LIMITS, WEBHOOK_FIELDS } from '@kabar/cloud-api';
import { request } from 'undici';
import type { Emulator } from '../emulator.ts';
import { requireWaba, requiredText, textParam } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GraphError } from './graph-error.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * Asks a callback to prove that it knows the verify token. Nothing is stored before this succeeded.
 * Errors: GraphError 2200 with what went wrong.
 * Source: Meta for Developers, "Create a webhook endpoint", 2026-04-21.
 */
export async function verifyCallback(callbackUrl: string, verifyToken: string): Promise<void> {
  const refuse = (reason: string) =>
    new GraphError(2200, 'Callback verification failed with the following errors: ' + reason, { httpStatus: 400 });
  let url: URL;
  try {
    url = new URL(callbackUrl);
  } catch {
    throw new GraphError(100, 'Invalid parameter', { details: 'callback_url is not a URL' });
  }
  const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken);
  let httpStatus: number;
  let body: string;
  try {
    const answer = await request(url, { headersTimeout: HANDSHAKE_TIMEOUT_MS, bodyTimeout: HANDSHAKE_TIMEOUT_MS });
    httpStatus = answer.statusCode;
    body = await answer.body.text();
  } catch (error) {
    throw refuse(`the URL could not be reached (${error instanceof Error ? error.message : 'unknown'})`);
  }
  if (httpStatus !== 200) throw refuse(`HTTP Status Code = ${httpStatus}; HTTP Message = verification was refused`);
  if (body !== challenge) throw refuse('the challenge was not returned');
}

/** `POST /{app}/subscriptions`: the app's own callback and fields. Needs the app token. */
export async function subscribeApp(emulator: Emulator, call: GraphCall, appId: string): Promise<GraphAnswer> {
  const app = emulator.world.apps.get(appId);
  if (!app || call.token.type !== 'APP' || call.token.appId !== appId) {
    throw new GraphError(15, 'This method must be called with an app access_token.', { httpStatus: 400 });
  }
  if (requiredText(call.params, 'object') !== 'whatsapp_business_account') {
    throw new GraphError(100, 'Invalid parameter', { details: 'object must be whatsapp_business_account' });
  }
  const callbackUrl = requiredText(call.params, 'callback_url');
  const verifyToken = requiredText(call.params, 'verify_token');
  const given = call.params['fields'];
  const names = Array.isArray(given)
    ? given.map((field: unknown) => (typeof field === 'object' && field !== null && 'name' in field ? String(field.name) : String(field)))
    : (textParam(call.params, 'fields') ?? '').split(',');
  const fields = names.map((name) => name.trim()).filter((name) => name !== '');
  const unknown = fields.find((field) => !(WEBHOOK_FIELDS as readonly string[]).includes(field));
  if (unknown !== undefined) throw new GraphError(100, 'Invalid parameter', { details: `fields: ${unknown} is not a webhook field` });
  await verifyCallback(callbackUrl, verifyToken);
  app.callbackUrl = callbackUrl;
  app.verifyToken = verifyToken;
  app.fields = [...new Set([...app.fields, ...fields])];
  emulator.world.save('app', app);
  return { json: { success: true } };
}

/** `GET /{app}/subscriptions`. */
export function listAppSubscriptions(emulator: Emulator, call: GraphCall, appId: string): GraphAnswer {
  const app = emulator.world.apps.get(appId);
  if (!app || call.token.appId !== appId)
    throw new GraphError(15, 'This method must be called with an app access_token.', { httpStatus: 400 });
  if (app.callbackUrl === null) return { json: { data: [] } };
  return {
    json: {
      data: [
        {
          object: 'whatsapp_business_account',
          callback_url: app.callbackUrl,
          active: true,
          fields: app.fields.map((name) => ({ name, version: `v${app.webhookVersion}.0` })),
        },
      ],
    },
  };
}

/** `DELETE /{app}/subscriptions`: the named fields, or all. */
export function unsubscribeApp(emulator: Emulator, call: GraphCall, appId: string): GraphAnswer {
  const app = emulator.world.apps.get(appId);
  if (!app || call.token.type !== 'APP' || call.token.appId !== appId) {
    throw new GraphError(15, 'This method must be called with an app access_token.', { httpStatus: 400 });
  }
  const named = (textParam(call.params, 'fields') ?? '').split(',').filter((field) => field !== '');
  // Without names everything ends, the callback included.
  app.fields = named.length === 0 ? [] : app.fields.filter((field) => !named.includes(field));
  if (app.fields.length === 0) app.callbackUrl = null;
  emulator.world.save('app', app);
  return { json: { success: true } };
}

/**
 * `GET/POST/DELETE /{waba}/subscribed_apps`. An empty POST subscribes and removes an override; one with
 * `override_callback_uri` and `verify_token` sets it after the handshake.
 * Source: Meta for Developers, "Webhook overrides", 2025-12.
 */
export async function subscribedApps(emulator: Emulator, call: GraphCall, wabaId: string): Promise<GraphAnswer> {
  const { world } = emulator;
  const waba = requireWaba(world, call.token, wabaId);
  if (call.method === 'GET') {
    return {
      json: {
        data: waba.subscriptions.map((subscription) => {
          const app = world.apps.get(subscription.appId);
          return {
            whatsapp_business_api_data: {
              id: subscription.appId,
              name: app?.name ?? '',
              link: `https://www.facebook.com/games/?app_id=${subscription.appId}`,
            },
            ...(subscription.overrideCallbackUrl === null ? {} : { override_callback_uri: subscription.overrideCallbackUrl }),
          };
        }),
      },
    };
  }
  const others = waba.subscriptions.filter((subscription) => subscription.appId !== call.app.id);
  if (call.method === 'DELETE') {
    waba.subscriptions = others;
  } else {
    const overrideCallbackUrl = textParam(call.params, 'override_callback_uri') ?? null;
    if (overrideCallbackUrl !== null) {
      if (overrideCallbackUrl.length > CONTENT_LIMITS.overrideCallbackUrl) {
        throw new GraphError(100, 'Invalid parameter', { details: 'override_callback_uri is longer than 200 characters' });
      }
      await verifyCallback(overrideCallbackUrl, requiredText(call.params, 'verify_token'));
    }
    waba.subscriptions = [...others, { appId: call.app.id, overrideCallbackUrl }];
  }
  world.save('waba', waba);
  return { json: { success: true } };
}
