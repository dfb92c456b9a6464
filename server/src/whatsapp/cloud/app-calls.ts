import { idSchema, WEBHOOK_FIELDS } from '@kabar/cloud-api';
import { z } from 'zod';
import type { AppConnection, CallOptions, CallOutcome, Connection } from '../provider.ts';
import { callGraph, readSuccess } from './graph-call.ts';
import type { Transport } from './transport.ts';

const webhookObject = 'whatsapp_business_account';

const subscriptions = z.looseObject({
  data: z.array(z.looseObject({ object: z.string(), callback_url: z.string().nullish(), active: z.boolean().nullish() })),
});

/** Left out: they are removed, or not to be had without Meta's own approval, and one unknown name refuses the whole call. */
const withheldFields: ReadonlySet<string> = new Set([
  'business_username_updates',
  'consumer_profile',
  'tracking_events',
  'standby',
  'message_echoes',
]);

/**
 * Where the app's own webhooks go. Fields about accounts, templates and numbers follow no override of an account, so without
 * this they reach nobody. Source: Meta for Developers, "Create a webhook endpoint" (override precedence), 2026-04-21.
 */
export function getAppCallback(
  transport: Transport,
  app: AppConnection,
  options: CallOptions = {},
): Promise<CallOutcome<{ callbackUrl: string | null }>> {
  return callGraph(
    transport,
    asConnection(app),
    { method: 'GET', path: `/${app.appId}/subscriptions` },
    (body) => {
      const parsed = subscriptions.safeParse(body);
      if (!parsed.success) return null;
      const own = parsed.data.data.find((one) => one.object === webhookObject && one.active !== false);
      return { callbackUrl: own?.callback_url ?? null };
    },
    options,
  );
}

const subscribedApps = z.looseObject({
  data: z.array(
    z.looseObject({ whatsapp_business_api_data: z.looseObject({ id: idSchema }).nullish(), override_callback_uri: z.string().nullish() }),
  ),
});

/** The app behind a token that may not look at itself: the one whose subscription was just pointed to `callbackUrl`. */
export function findAppId(
  transport: Transport,
  connection: Connection,
  callbackUrl: string,
  options: CallOptions = {},
): Promise<CallOutcome<{ appId: string | null }>> {
  return callGraph(
    transport,
    connection,
    { method: 'GET', path: `/${connection.wabaId}/subscribed_apps` },
    (body) => {
      const parsed = subscribedApps.safeParse(body);
      if (!parsed.success) return null;
      const own = parsed.data.data.find((one) => one.override_callback_uri === callbackUrl);
      return { appId: own?.whatsapp_business_api_data?.id ?? null };
    },
    options,
  );
}

/** Points the app's own webhooks to an address. Meta asks it before it answers. */
export async function subscribeApp(
  transport: Transport,
  app: AppConnection,
  target: { callbackUrl: string; verifyToken: string },
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  const fields = WEBHOOK_FIELDS.filter((field) => !withheldFields.has(field)).join(',');
  const json = { object: webhookObject, callback_url: target.callbackUrl, verify_token: target.verifyToken, fields };
  const outcome = await callGraph(
    transport,
    asConnection(app),
    { method: 'POST', path: `/${app.appId}/subscriptions`, json },
    readSuccess,
    options,
  );
  return outcome.ok ? { ok: true, value: null } : outcome;
}

/** Ends the app's own webhooks. */
export async function unsubscribeApp(transport: Transport, app: AppConnection, options: CallOptions = {}): Promise<CallOutcome<null>> {
  const query = { object: webhookObject };
  const outcome = await callGraph(
    transport,
    asConnection(app),
    { method: 'DELETE', path: `/${app.appId}/subscriptions`, query },
    readSuccess,
    options,
  );
  return outcome.ok ? { ok: true, value: null } : outcome;
}

/** Edges of the app take `APP_ID|APP_SECRET` as token. Source: Meta for Developers, "Access tokens", 2025-11. */
function asConnection(app: AppConnection): Connection {
  return { baseUrl: app.baseUrl, version: app.version, phoneNumberId: '', wabaId: '', accessToken: `${app.appId}|${app.appSecret}` };
}
