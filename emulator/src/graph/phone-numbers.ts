import { RATE_LIMITS } from '@kabar/cloud-api';
import type { Emulator } from '../emulator.ts';
import type { PhoneNumber } from '../world/entities.ts';
import { requireNumber, requireWaba, requiredText, textParam } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { pageOf, selectFields } from './fields.ts';
import { GraphError, tableError } from './graph-error.ts';
import { healthStatus } from './waba.ts';
import { verifyCallback } from './webhook-subscriptions.ts';

const REGISTRATION_WINDOW_MS = 72 * 3600 * 1000;
const DEFAULT_FIELDS = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
  'id',
];

function presentNumber(emulator: Emulator, number: PhoneNumber): Record<string, unknown> {
  const waba = emulator.world.wabas.get(number.wabaId);
  const subscription = waba?.subscriptions[0];
  const app = subscription && emulator.world.apps.get(subscription.appId);
  return {
    id: number.id,
    display_phone_number: number.displayPhoneNumber,
    verified_name: number.verifiedName,
    status: number.status,
    quality_rating: number.qualityRating,
    quality_score: { score: number.qualityRating },
    whatsapp_business_manager_messaging_limit: number.messagingLimit,
    messaging_limit_tier: number.messagingLimit,
    throughput: { level: number.throughputLevel },
    name_status: number.nameStatus,
    new_name_status: 'NONE',
    code_verification_status: number.codeVerificationStatus,
    account_mode: number.accountMode,
    platform_type: number.platformType,
    is_on_biz_app: number.isOnBizApp,
    is_official_business_account: false,
    is_pin_enabled: number.pin !== null,
    is_preverified_number: false,
    last_onboarded_time: new Date(number.lastOnboardedAtMs).toISOString().replace(/\.\d{3}Z$/, '+0000'),
    search_visibility: 'NON_VISIBLE',
    username: number.username,
    health_status: waba && healthStatus(waba, number),
    webhook_configuration: {
      ...(app?.callbackUrl ? { application: app.callbackUrl } : {}),
      ...(subscription?.overrideCallbackUrl ? { whatsapp_business_account: subscription.overrideCallbackUrl } : {}),
      ...(number.overrideCallbackUrl === null ? {} : { phone_number: number.overrideCallbackUrl }),
    },
  };
}

/** `GET /{phone}`. Source: "WhatsApp Business Account phone number" reference, 2025-12. */
export function phoneNumberNode(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const number = requireNumber(emulator.world, call.token, id);
  return { json: selectFields(presentNumber(emulator, number), textParam(call.params, 'fields'), DEFAULT_FIELDS) };
}

/** `GET /{waba}/phone_numbers`. */
export function listPhoneNumbers(emulator: Emulator, call: GraphCall, wabaId: string): GraphAnswer {
  requireWaba(emulator.world, call.token, wabaId);
  const fields = textParam(call.params, 'fields');
  const items = [...emulator.world.numbers.values()]
    .filter((number) => number.wabaId === wabaId)
    .map((number) => selectFields(presentNumber(emulator, number), fields, DEFAULT_FIELDS));
  return { json: pageOf(items, call.query, `${call.baseUrl}/v${call.version}.0/${wabaId}/phone_numbers`) };
}

/** `POST /{phone}/register` and `/deregister`. Errors: 133016 after ten in 72 hours, 133005 for a wrong PIN, 100. */
export function registerNumber(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const { world, clock } = emulator;
  const number = requireNumber(world, call.token, id);
  const isRegister = call.path[1] === 'register';
  if (!isRegister && number.isOnBizApp) {
    throw new GraphError(100, 'Invalid parameter', { details: 'A number that is also used in the app cannot be deregistered' });
  }
  const now = clock.nowMs();
  const recent = number.registrationTimesMs.filter((atMs) => now - atMs < REGISTRATION_WINDOW_MS);
  if (recent.length >= RATE_LIMITS.registrationsPer72Hours) throw tableError(133016);
  if (isRegister) {
    const pin = requiredText(call.params, 'pin');
    if (!/^\d{6}$/.test(pin)) throw new GraphError(100, 'Invalid parameter', { details: 'pin must be 6 digits' });
    if (number.pin !== null && number.pin !== pin) throw tableError(133005, 'Two-step verification PIN mismatch');
    if (number.codeVerificationStatus !== 'VERIFIED') throw tableError(133006, 'Phone number needs to be verified before registering');
    number.pin = pin;
    number.lastOnboardedAtMs = now;
  }
  number.registrationTimesMs = [...recent, now];
  number.isRegistered = isRegister;
  number.status = isRegister ? 'CONNECTED' : 'DISCONNECTED';
  world.save('number', number);
  return { json: { success: true } };
}

/** `POST /{phone}/request_code` and `/verify_code`; the emulator's code is always 123456. */
export function verifyNumber(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const number = requireNumber(emulator.world, call.token, id);
  if (call.path[1] === 'request_code') {
    requiredText(call.params, 'code_method');
    return { json: { success: true } };
  }
  if (requiredText(call.params, 'code') !== '123456') {
    throw new GraphError(136025, 'Verify code error', { httpStatus: 400, details: 'The code is wrong; on the emulator it is 123456' });
  }
  number.codeVerificationStatus = 'VERIFIED';
  emulator.world.save('number', number);
  return { json: { success: true } };
}

/** `POST /{phone}`: two-step PIN or a callback of the number's own. Errors: 100 for anything else. */
export async function updateNumber(emulator: Emulator, call: GraphCall, id: string): Promise<GraphAnswer> {
  const { world } = emulator;
  const number = requireNumber(world, call.token, id);
  const pin = textParam(call.params, 'pin');
  const configuration = call.params['webhook_configuration'];
  if (pin !== undefined) {
    if (!/^\d{6}$/.test(pin)) throw new GraphError(100, 'Invalid parameter', { details: 'pin must be 6 digits' });
    number.pin = pin;
  } else if (typeof configuration === 'object' && configuration !== null) {
    const fields = { ...configuration } as Record<string, unknown>; // checked to be an object
    const callback = textParam(fields, 'override_callback_uri') ?? '';
    if (callback !== '') await verifyCallback(callback, requiredText(fields, 'verify_token'));
    number.overrideCallbackUrl = callback === '' ? null : callback;
  } else {
    throw new GraphError(100, 'Invalid parameter', { details: 'Nothing to change: pin or webhook_configuration is needed' });
  }
  world.save('number', number);
  return { json: { success: true } };
}
