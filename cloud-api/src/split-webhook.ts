import { z } from 'zod';
import { webhookErrorSchema } from './graph-error.ts';
import { INBOUND_MESSAGE_TYPES, inboundMessageSchema, unknownInboundMessageSchema, webhookContactSchema } from './inbound-message.ts';
import type { WebhookContact } from './inbound-message.ts';
import { isKnownMessageStatus, messageStatusSchema } from './message-status.ts';
import type { UnitOrigin, WebhookUnit } from './webhook-units.ts';
import {
  accountValueSchemas,
  automaticEventSchema,
  callSchema,
  contactSyncSchema,
  flowEventSchema,
  groupEventSchema,
  handoverSchema,
  historyChunkSchema,
  messageEchoSchema,
  templateCategorySchema,
  templateComponentsSchema,
  templateQualitySchema,
  templateStatusSchema,
  userPreferenceSchema,
} from './webhook-values.ts';
import type { AccountField } from './webhook-values.ts';

type JsonObject = Record<string, unknown>;
type Units = WebhookUnit[];

const knownTypes: ReadonlySet<string> = new Set(INBOUND_MESSAGE_TYPES);

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Id-like value as text, or undefined. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return undefined;
}

/** Issue paths and kinds, never the values: a reason may be logged and shown. */
function reasonOf(error: z.ZodError): string {
  const issues = error.issues.slice(0, 3).map((issue) => `${issue.path.map(String).join('.') || 'value'}: ${issue.code}`);
  return issues.join('; ');
}

function at(origin: UnitOrigin, path: string): UnitOrigin {
  return { ...origin, path: `${origin.path}.${path}` };
}

function broken(origin: UnitOrigin, value: unknown, reason: string): WebhookUnit {
  return { kind: 'broken', ...origin, value, reason };
}

function unknownUnit(origin: UnitOrigin, value: unknown, reason: string): WebhookUnit {
  return { kind: 'unknown', ...origin, value, reason };
}

/** Parses `value` and builds a unit from it, or a broken one. */
function parsed<Schema extends z.ZodType>(
  schema: Schema,
  origin: UnitOrigin,
  value: unknown,
  build: (data: z.output<Schema>) => WebhookUnit,
): WebhookUnit {
  const result = schema.safeParse(value);
  return result.success ? build(result.data) : broken(origin, value, reasonOf(result.error));
}

/** The people of a change, looked up by index only when there is exactly one per item, else by id. */
class ContactLookup {
  readonly #contacts: (WebhookContact | undefined)[];
  readonly #byId = new Map<string, WebhookContact>();

  constructor(value: unknown) {
    this.#contacts = (Array.isArray(value) ? value : []).map((item) => {
      const result = webhookContactSchema.safeParse(item);
      return result.success ? result.data : undefined;
    });
    for (const contact of this.#contacts) {
      if (contact?.wa_id) this.#byId.set(contact.wa_id, contact);
      if (contact?.user_id) this.#byId.set(contact.user_id, contact);
    }
  }

  find(index: number, itemCount: number, ids: readonly (string | null | undefined)[]): { contact?: WebhookContact } {
    for (const id of ids) {
      const contact = id ? this.#byId.get(id) : undefined;
      if (contact) return { contact };
    }
    const contact = itemCount === this.#contacts.length ? this.#contacts[index] : undefined;
    if (!contact) return {};
    // An index match must not contradict ids: a body may list people in another order.
    const given = ids.filter((id) => typeof id === 'string' && id !== '');
    const own = [contact.wa_id, contact.user_id].filter((id) => typeof id === 'string' && id !== '');
    const contradicts = given.some((id) => own.some((other) => isSameIdKind(id, other) && id !== other));
    return contradicts ? {} : { contact };
  }
}

/** Two phone-like ids or two BSUIDs: only then a difference means a different person. */
function isSameIdKind(left: string | null | undefined, right: string | null | undefined): boolean {
  return /^\d+$/.test(left ?? '') === /^\d+$/.test(right ?? '');
}

function messageUnit(origin: UnitOrigin, value: unknown, find: (ids: (string | null | undefined)[]) => object): WebhookUnit {
  const type = isObject(value) ? value['type'] : undefined;
  if (typeof type === 'string' && knownTypes.has(type)) {
    return parsed(inboundMessageSchema, origin, value, (data) => ({
      kind: 'message',
      isKnownType: true,
      ...origin,
      value: data,
      ...find([data.from, data.from_user_id]),
    }));
  }
  return parsed(unknownInboundMessageSchema, origin, value, (data) => ({
    kind: 'message',
    isKnownType: false,
    ...origin,
    value: data,
    ...find([data.from, data.from_user_id]),
  }));
}

function eachItem(
  origin: UnitOrigin,
  value: JsonObject,
  key: string,
  toUnit: (itemOrigin: UnitOrigin, item: unknown, index: number, count: number) => WebhookUnit,
): Units {
  const items = value[key];
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) return [broken(at(origin, key), items, `${key}: is not a list`)];
  return items.map((item: unknown, index) => toUnit(at(origin, `${key}[${index}]`), item, index, items.length));
}

function errorUnits(origin: UnitOrigin, value: JsonObject): Units {
  if (value['errors'] === undefined || value['errors'] === null) return [];
  const errorsOrigin = at(origin, 'errors');
  return [
    parsed(z.array(webhookErrorSchema), errorsOrigin, value['errors'], (data) => ({
      kind: 'errors',
      ...errorsOrigin,
      value: data,
    })),
  ];
}

function messageUnits(origin: UnitOrigin, value: JsonObject, contacts: ContactLookup): Units {
  return eachItem(origin, value, 'messages', (itemOrigin, item, index, count) =>
    messageUnit(itemOrigin, item, (ids) => contacts.find(index, count, ids)),
  );
}

function statusUnits(origin: UnitOrigin, value: JsonObject, contacts: ContactLookup): Units {
  return eachItem(origin, value, 'statuses', (itemOrigin, item, index, count) =>
    parsed(messageStatusSchema, itemOrigin, item, (data) =>
      data.type === 'call' || data.id.startsWith('wacid.')
        ? { kind: 'call_status', ...itemOrigin, value: data }
        : {
            kind: 'status',
            isKnownStatus: isKnownMessageStatus(data.status),
            ...itemOrigin,
            value: data,
            ...contacts.find(index, count, [data.recipient_id, data.recipient_user_id]),
          },
    ),
  );
}

function echoUnits(origin: UnitOrigin, value: JsonObject, contacts: ContactLookup): Units {
  return eachItem(origin, value, 'message_echoes', (itemOrigin, item, index, count) =>
    parsed(messageEchoSchema, itemOrigin, item, (data) => ({
      kind: 'message_echo',
      ...itemOrigin,
      value: data,
      ...contacts.find(index, count, [data.to, data.to_user_id]),
    })),
  );
}

/** Everything that can stand in a change of `messages` and its relatives; they share one value shape. */
function conversationUnits(origin: UnitOrigin, value: JsonObject): Units {
  const contacts = new ContactLookup(value['contacts']);
  return [
    ...messageUnits(origin, value, contacts),
    ...statusUnits(origin, value, contacts),
    ...echoUnits(origin, value, contacts),
    ...eachItem(origin, value, 'user_actions', (itemOrigin, item) => unknownUnit(itemOrigin, item, 'user_actions are not understood')),
    ...errorUnits(origin, value),
  ];
}

function preferenceUnits(origin: UnitOrigin, value: JsonObject): Units {
  const contacts = new ContactLookup(value['contacts']);
  return eachItem(origin, value, 'user_preferences', (itemOrigin, item, index, count) =>
    parsed(userPreferenceSchema, itemOrigin, item, (data) => ({
      kind: 'user_preference',
      ...itemOrigin,
      value: data,
      ...contacts.find(index, count, [data.wa_id, data.user_id]),
    })),
  );
}

function callUnits(origin: UnitOrigin, value: JsonObject): Units {
  const contacts = new ContactLookup(value['contacts']);
  return [
    ...eachItem(origin, value, 'calls', (itemOrigin, item, index, count) =>
      parsed(callSchema, itemOrigin, item, (data) => ({
        kind: 'call',
        ...itemOrigin,
        value: data,
        ...contacts.find(index, count, [data.from, data.from_user_id]),
      })),
    ),
    ...statusUnits(origin, value, contacts),
    ...errorUnits(origin, value),
  ];
}

function historyUnits(origin: UnitOrigin, value: JsonObject): Units {
  return [
    ...eachItem(origin, value, 'history', (itemOrigin, item) =>
      parsed(historyChunkSchema, itemOrigin, item, (data) => ({ kind: 'history', ...itemOrigin, value: data })),
    ),
    // Media of old messages come later as plain messages of the same field.
    ...eachItem(origin, value, 'messages', (itemOrigin, item) =>
      parsed(unknownInboundMessageSchema, itemOrigin, item, (data) => ({
        kind: 'history_message',
        ...itemOrigin,
        value: data,
      })),
    ),
    ...errorUnits(origin, value),
  ];
}

function standbyUnits(origin: UnitOrigin, value: JsonObject): Units {
  const inner = value['standby'];
  if (!isObject(inner)) return [];
  const innerOrigin = at(origin, 'standby');
  const part = (key: string, name: 'message' | 'status' | 'message_echo') =>
    eachItem(innerOrigin, inner, key, (itemOrigin, item) => ({
      kind: 'standby',
      part: name,
      ...itemOrigin,
      value: item,
    }));
  return [...part('messages', 'message'), ...part('statuses', 'status'), ...part('message_echoes', 'message_echo')];
}

function accountUnits(field: AccountField) {
  return (origin: UnitOrigin, value: JsonObject): Units => {
    const result = accountValueSchemas[field].safeParse(value);
    if (!result.success) return [broken(origin, value, reasonOf(result.error))];
    // The schema was chosen by the same field, which the compiler cannot follow through the table.
    return [{ kind: 'account_event', ...origin, field, value: result.data } as WebhookUnit];
  };
}

function whole<Kind extends WebhookUnit['kind'], Schema extends z.ZodType>(kind: Kind, schema: Schema) {
  return (origin: UnitOrigin, value: JsonObject): Units => [
    // `kind` and `schema` are paired once in the table below; the compiler cannot follow the pairing.
    parsed(schema, origin, value, (data) => ({ kind, ...origin, value: data }) as WebhookUnit),
  ];
}

function listOf<Kind extends WebhookUnit['kind'], Schema extends z.ZodType>(kind: Kind, key: string, schema: Schema) {
  return (origin: UnitOrigin, value: JsonObject): Units =>
    eachItem(origin, value, key, (itemOrigin, item) =>
      parsed(schema, itemOrigin, item, (data) => ({ kind, ...itemOrigin, value: data }) as WebhookUnit),
    );
}

const groupUnits = (origin: UnitOrigin, value: JsonObject): Units => [
  ...listOf('group_event', 'groups', groupEventSchema)(origin, value),
  ...errorUnits(origin, value),
];

const splitters: ReadonlyMap<string, (origin: UnitOrigin, value: JsonObject) => Units> = new Map(
  Object.entries({
    messages: conversationUnits,
    message_echoes: conversationUnits,
    smb_message_echoes: conversationUnits,
    smb_app_state_sync: listOf('contact_sync', 'state_sync', contactSyncSchema),
    history: historyUnits,
    calls: callUnits,
    user_preferences: preferenceUnits,
    messaging_handovers: whole('handover', handoverSchema),
    standby: standbyUnits,
    automatic_events: listOf('automatic_event', 'automatic_events', automaticEventSchema),
    group_lifecycle_update: groupUnits,
    group_participants_update: groupUnits,
    group_settings_update: groupUnits,
    group_status_update: groupUnits,
    flows: whole('flow_event', flowEventSchema),
    account_alerts: accountUnits('account_alerts'),
    account_review_update: accountUnits('account_review_update'),
    account_update: accountUnits('account_update'),
    account_settings_update: accountUnits('account_settings_update'),
    business_capability_update: accountUnits('business_capability_update'),
    business_username_update: accountUnits('business_username_update'),
    business_username_updates: accountUnits('business_username_updates'),
    partner_solutions: accountUnits('partner_solutions'),
    payment_configuration_update: accountUnits('payment_configuration_update'),
    phone_number_name_update: accountUnits('phone_number_name_update'),
    phone_number_quality_update: accountUnits('phone_number_quality_update'),
    security: accountUnits('security'),
    message_template_components_update: whole('template_components', templateComponentsSchema),
    message_template_quality_update: whole('template_quality', templateQualitySchema),
    message_template_status_update: whole('template_status', templateStatusSchema),
    template_category_update: whole('template_category', templateCategorySchema),
    template_correct_category_detection: whole('template_category', templateCategorySchema),
  }),
);

/**
 * The docs label a quality event with the status field, and the other way round; the shape decides.
 * Source: "message_template_quality_update webhook reference", 2025-12.
 */
function effectiveField(field: string, value: JsonObject): string {
  if (field === 'message_template_status_update' && value['event'] === undefined && 'new_quality_score' in value) {
    return 'message_template_quality_update';
  }
  return field;
}

function changeUnits(origin: UnitOrigin, change: unknown): Units {
  if (!isObject(change)) return [broken(origin, change, 'change: is not an object')];
  const value = change['value'];
  const field = asText(change['field']) ?? '';
  const fieldOrigin = { ...origin, field };
  if (field === '') return [broken(fieldOrigin, change, 'field: is missing')];
  if (!isObject(value)) return [broken(fieldOrigin, change, 'value: is not an object')];

  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  const phoneNumberId = asText(metadata['phone_number_id']);
  const displayPhoneNumber = asText(metadata['display_phone_number']);
  const wabaInfo = isObject(value['waba_info']) ? value['waba_info'] : {};
  const full: UnitOrigin = {
    ...fieldOrigin,
    wabaId: asText(wabaInfo['waba_id']) ?? origin.wabaId,
    ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
    ...(displayPhoneNumber === undefined ? {} : { displayPhoneNumber }),
  };

  const split = splitters.get(effectiveField(field, value));
  if (!split) return [unknownUnit(full, value, `field ${field.slice(0, 64)} is not known`)];
  const units = split(full, value);
  return units.length > 0 ? units : [unknownUnit(full, value, 'nothing in the value is known')];
}

function entryUnits(path: string, entry: unknown): Units {
  const nowhere: UnitOrigin = { field: '', path, wabaId: '', entryId: '' };
  if (!isObject(entry)) return [broken(nowhere, entry, 'entry: is not an object')];
  const entryId = asText(entry['id']) ?? '';
  const time = Number(entry['time']);
  const origin: UnitOrigin = {
    ...nowhere,
    wabaId: entryId,
    entryId,
    ...(Number.isFinite(time) && time > 0 ? { entryTime: Math.trunc(time) } : {}),
  };
  const changes = entry['changes'];
  if (!Array.isArray(changes)) return [broken(origin, entry, 'changes: is not a list')];
  return changes.flatMap((change: unknown, index) => changeUnits({ ...origin, path: `${path}.changes[${index}]` }, change));
}

/**
 * Splits one parsed webhook body (see `parseBigIntSafeJson`) into independent units: one per message, status, event.
 *
 * Guarantees: nothing of the body disappears. What cannot be read comes back as `broken` with a reason and its raw
 * value, what is not known as `unknown`; neither harms its neighbours. Order is the order of the body. Unknown keys are kept.
 * An empty list of units is only returned for a body with an empty `entry` list.
 *
 * Errors: never throws.
 * Source: Meta for Developers, "Create a webhook endpoint" (2026-04-21) and the webhook reference pages (2025-12 to 2026-09).
 */
export function splitWebhook(body: unknown): WebhookUnit[] {
  const nowhere: UnitOrigin = { field: '', path: 'body', wabaId: '', entryId: '' };
  if (!isObject(body)) return [broken(nowhere, body, 'body: is not an object')];
  if (body['object'] !== undefined && body['object'] !== 'whatsapp_business_account') {
    return [unknownUnit(nowhere, body, 'object is not whatsapp_business_account')];
  }
  const entries = body['entry'];
  if (!Array.isArray(entries)) return [broken(nowhere, body, 'entry: is not a list')];
  return entries.flatMap((entry: unknown, index) => entryUnits(`entry[${index}]`, entry));
}
