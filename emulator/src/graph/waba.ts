import type { Emulator } from '../emulator.ts';
import type { PhoneNumber, Waba } from '../world/entities.ts';
import { requireWaba, textParam } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { pageOf, selectFields } from './fields.ts';

/** `health_status` of a WABA, with its number when asked for one. Source: "Health status", 2025-11. */
export function healthStatus(waba: Waba, number?: PhoneNumber): Record<string, unknown> {
  const errors = waba.healthErrors.map((error) => ({
    error_code: error.code,
    error_description: error.description,
    possible_solution: error.solution,
  }));
  const wabaState = errors.length > 0 ? 'BLOCKED' : 'AVAILABLE';
  const numberState = number && (number.status !== 'CONNECTED' || !number.isRegistered) ? 'BLOCKED' : 'AVAILABLE';
  const state = wabaState === 'BLOCKED' || numberState === 'BLOCKED' ? 'BLOCKED' : 'AVAILABLE';
  return {
    can_send_message: state,
    entities: [
      ...(number
        ? [
            {
              entity_type: 'PHONE_NUMBER',
              id: number.id,
              can_send_message: numberState,
              ...(numberState === 'BLOCKED'
                ? {
                    errors: [
                      {
                        error_code: 133010,
                        error_description: `The number is ${number.status}.`,
                        possible_solution: 'Register the number.',
                      },
                    ],
                  }
                : {}),
            },
          ]
        : []),
      { entity_type: 'WABA', id: waba.id, can_send_message: wabaState, ...(errors.length > 0 ? { errors } : {}) },
      { entity_type: 'BUSINESS', id: waba.businessId, can_send_message: 'AVAILABLE' },
    ],
  };
}

function presentWaba(waba: Waba): Record<string, unknown> {
  return {
    id: waba.id,
    name: waba.name,
    currency: waba.currency,
    timezone_id: waba.timezoneId,
    message_template_namespace: waba.namespace,
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    ownership_type: 'SELF',
    country: waba.country,
    marketing_messages_lite_api_status: 'ELIGIBLE',
    owner_business_info: { name: waba.name, id: waba.businessId },
    on_behalf_of_business_info: { name: waba.name, id: waba.businessId, status: 'APPROVED', type: 'SELF' },
    primary_business_location: waba.country,
    health_status: healthStatus(waba),
  };
}

/** `GET /{waba}`. Source: "WhatsApp Business Account" reference, 2025-12. */
export function wabaNode(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const waba = requireWaba(emulator.world, call.token, id);
  const defaults = ['id', 'name', 'timezone_id', 'message_template_namespace'];
  return { json: selectFields(presentWaba(waba), textParam(call.params, 'fields'), defaults) };
}

/** `GET /{business}/owned_whatsapp_business_accounts`: the accounts that the token was granted. */
export function businessWabas(emulator: Emulator, call: GraphCall, businessId: string): GraphAnswer {
  const isOwned = call.path[1] === 'owned_whatsapp_business_accounts';
  const wabas = [...emulator.world.wabas.values()].filter(
    (waba) => isOwned && waba.businessId === businessId && call.token.wabaIds.includes(waba.id),
  );
  const fields = textParam(call.params, 'fields');
  const items = wabas.map((waba) => selectFields(presentWaba(waba), fields, ['id', 'name', 'timezone_id']));
  return { json: pageOf(items, call.query, `${call.baseUrl}/v${call.version}.0/${call.path.join('/')}`) };
}
