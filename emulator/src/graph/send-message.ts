import { MESSAGING_LIMIT_TIERS, markReadRequestSchema, sendMessageRequestSchema } from '@kabar/cloud-api';
import type { MessagingLimitTier, SendMessageRequest } from '@kabar/cloud-api';
import type { Flight } from '../delivery/status-engine.ts';
import type { Emulator } from '../emulator.ts';
import type { Customer, PhoneNumber, Template, Token } from '../world/entities.ts';
import { phoneDigits } from '../world/phone-digits.ts';
import { userIdOf } from '../world/world.ts';
import { requireWaba } from './call.ts';
import { checkTemplate } from './check-template.ts';
import { GraphError, tableError } from './graph-error.ts';

/** Source: "Template time-to-live", 2025-12. */
const DEFAULT_TTL_MS = 30 * 24 * 3600 * 1000;
const AUTHENTICATION_TTL_MS = 600 * 1000;
const TYPING_MS = 25_000;

/** What became of a request to the messages endpoint. `flight` is set when a message was accepted. */
export interface SendOutcome {
  body: string;
  flight?: Flight;
  /** Public links of media that have to be fetched before the message goes its way; empty unless the switch is on. */
  links?: string[];
}

type Problem = { code: string; path: PropertyKey[]; message: string };

/** A refusal in Meta's words for the first problem of a body. */
function refusalOf(request: unknown, problems: readonly Problem[]): GraphError {
  const problem = problems[0];
  const path = (problem?.path ?? []).map(String);
  if (path[0] === 'messaging_product' || typeof request !== 'object' || request === null) {
    return new GraphError(100, 'The parameter messaging_product is required.');
  }
  const value = path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    request,
  );
  const name = path.join('.');
  if (path[0] === 'to' && value === undefined) return new GraphError(100, 'The parameter to is required.');
  if (path[0] === 'type') return new GraphError(100, 'Invalid parameter', { details: `Param type must be one of the supported types` });
  if (problem?.code === 'unrecognized_keys') {
    return new GraphError(100, 'Invalid parameter', { details: `Unexpected key on param "${name || 'body'}": ${problem.message}` });
  }
  if (value === undefined) return tableError(131008, `Parameter ${name} is required`);
  return tableError(131009, `Param ${name} is not valid: ${problem?.message ?? ''}`);
}

function recipientOf(emulator: Emulator, request: SendMessageRequest): { customer: Customer; input: string; usesPhone: boolean } {
  const { world } = emulator;
  if (request.to !== undefined) {
    const digits = phoneDigits(request.to);
    if (digits === undefined) throw tableError(131009, 'Param to is not a valid phone number');
    return { customer: world.recipientByPhone(digits), input: request.to, usesPhone: true };
  }
  const userId = request.recipient ?? '';
  const customer = world.customerByUserId(userId);
  if (!customer) throw tableError(131009, 'Param recipient is not a known business-scoped user id');
  return { customer, input: userId, usesPhone: false };
}

function requireSendable(number: PhoneNumber): void {
  if (!number.isRegistered) throw tableError(133010, 'The account is not registered');
  if (number.status === 'BANNED' || number.status === 'RESTRICTED') throw tableError(131031, 'The account is locked');
  if (number.status !== 'CONNECTED') throw tableError(133010, `The number is ${number.status}`);
}

/** Decides at acceptance how the message will end; null means it goes its way. Order: harshest first. */
function failCodeOf(emulator: Emulator, number: PhoneNumber, customer: Customer, template: Template | undefined): number | null {
  const { behaviours, world, windows, random, rateLimiter } = emulator;
  const { policies, limits, statuses } = behaviours.of(number.id);
  if (customer.failCode !== null) return customer.failCode;
  const isUnknown = customer.isImplicit && !policies.unknownNumbersHaveWhatsApp;
  if (!customer.hasWhatsApp || isUnknown) return 131026;
  if (policies.paymentProblem) return 131042;
  const hasWindow = windows.isOpen(number.id, customer.id);
  if (template?.category === 'MARKETING') {
    if (policies.optOut && world.numberState(customer, number.id).hasStoppedMarketing) return 131050;
    if (policies.noMarketingToUs && /^1\d{10}$/.test(customer.waId ?? '')) return 131049;
    // People with an open window do not count for the cap. Source: "Per-user marketing limits", 2026-04-29.
    if (!hasWindow && random.chance(policies.marketingCap)) return 131049;
  }
  if (!template && policies.window && !hasWindow) return 131047;
  if (template && limits.messagingLimit && !hasWindow) {
    // The tier is a name of our own table or of the control API; an unknown one counts as unlimited.
    const limit = MESSAGING_LIMIT_TIERS[number.messagingLimit as MessagingLimitTier] ?? null;
    if (!rateLimiter.takeUniquePerson(number, customer.id, limit)) return limits.messagingLimitCode;
  }
  return random.chance(statuses.failProbability) ? statuses.failCode : null;
}

/** Media links anywhere in a message; links of buttons are no media and stand under other keys. */
function linksOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return (Object.entries(value) as [string, unknown][]).flatMap(([key, inner]) => {
    if (!MEDIA_KEYS.has(key)) return linksOf(inner);
    return typeof inner === 'object' && inner !== null && 'link' in inner && typeof inner.link === 'string' ? [inner.link] : linksOf(inner);
  });
}

const MEDIA_KEYS: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'document', 'sticker', 'gif']);

function requireMedia(emulator: Emulator, number: PhoneNumber, request: SendMessageRequest): void {
  const ids: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
      if (!MEDIA_KEYS.has(key)) collect(inner);
      else if (typeof inner === 'object' && inner !== null && 'id' in inner && typeof inner.id === 'string') ids.push(inner.id);
    }
  };
  collect(request);
  for (const id of ids) {
    const media = emulator.world.media.get(id);
    if (!media || media.ownerNumberId !== number.id || media.expiresAtMs <= emulator.clock.nowMs()) {
      throw tableError(131009, `Media id ${id} does not exist, has expired, or belongs to another number`);
    }
  }
}

function markRead(emulator: Emulator, number: PhoneNumber, request: unknown): SendOutcome {
  const result = markReadRequestSchema.safeParse(request);
  if (!result.success) throw refusalOf(request, result.error.issues);
  const { ledger, events, clock } = emulator;
  const message = ledger.byWamid(result.data.message_id);
  if (message?.direction !== 'in' || message.phoneNumberId !== number.id) {
    throw new GraphError(100, 'Invalid parameter', { details: 'Message with the given message_id does not exist' });
  }
  const atMs = clock.nowMs();
  const place = { customerId: message.customerId, phoneNumberId: number.id };
  ledger.markInboundRead(message.customerId, number.id, message.order, atMs);
  events.publish({ type: 'state', ...place, wamid: message.wamid, state: 'read', atMs });
  if (result.data.typing_indicator) events.publish({ type: 'typing', ...place, untilMs: atMs + TYPING_MS });
  return { body: '{"success":true}' };
}

function ttlOf(template: Template | undefined): number {
  if (!template) return DEFAULT_TTL_MS;
  if (template.ttlSeconds !== null && template.ttlSeconds > 0) return template.ttlSeconds * 1000;
  return template.category === 'AUTHENTICATION' && template.ttlSeconds === null ? AUTHENTICATION_TTL_MS : DEFAULT_TTL_MS;
}

/**
 * `POST /{phone_number_id}/messages`: refuses synchronously what Meta refuses synchronously, accepts everything else and
 * decides how it will end. The caller answers with `body` after the commit and then starts `flight`.
 *
 * Errors: throws GraphError 10, 100, 130403, 130429, 131005, 131008, 131009, 131021, 131030, 131031, 131056, 131062, 132xxx, 133010.
 * Source: Meta for Developers, "Send messages", 2025-12, and "Error codes", 2026-09-11.
 */
export function sendMessage(emulator: Emulator, token: Token, number: PhoneNumber, request: unknown): SendOutcome {
  const { world, rateLimiter, ledger, clock } = emulator;
  if (!token.wabaIds.includes(number.wabaId)) throw tableError(131005, 'The token was not granted this WhatsApp Business Account');
  requireWaba(world, token, number.wabaId, 'whatsapp_business_messaging');
  if (typeof request === 'object' && request !== null && 'status' in request) return markRead(emulator, number, request);

  const result = sendMessageRequestSchema.safeParse(request);
  if (!result.success) throw refusalOf(request, result.error.issues);
  const message = result.data;
  requireSendable(number);
  if (message.recipient_type === 'group') throw tableError(131041, 'Group does not exist');

  const { customer, input, usesPhone } = recipientOf(emulator, message);
  if (customer.waId === number.digits || customer.phone === number.digits) throw tableError(131021);
  if (number.allowedRecipients && !number.allowedRecipients.includes(customer.phone ?? '')) throw tableError(131030);
  if (world.numberState(customer, number.id).isBlockedByBusiness) throw tableError(130403);

  const template = message.type === 'template' ? checkTemplate(world, number.wabaId, message.template) : undefined;
  if (template?.category === 'AUTHENTICATION' && !usesPhone) throw tableError(131062);
  const contentJson = JSON.stringify(message);
  // Walking the message is only worth it when some id is in it at all.
  if (message.type !== 'text' && contentJson.includes('"id":')) requireMedia(emulator, number, message);
  if (message.type === 'reaction' && !ledger.byWamid(message.reaction.message_id)) {
    throw tableError(131009, 'Param reaction.message_id is not a known message');
  }
  if (!rateLimiter.takeThroughput(number))
    throw tableError(
      130429,
      'Message failed to send because there were too many messages sent from this phone number in a short period of time',
    );
  if (!rateLimiter.takePair(number.id, customer.id))
    throw tableError(
      131056,
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time',
    );

  const atMs = clock.nowMs();
  const peer = usesPhone ? (customer.waId ?? input) : userIdOf(customer).replaceAll(/\D/g, '').slice(0, 20);
  const failCode = failCodeOf(emulator, number, customer, template);
  const category = template ? template.category.toLowerCase() : 'service';
  const isHeld = template?.isPaced === true;
  const ttlMs = ttlOf(template);
  const bizOpaqueCallbackData = message.biz_opaque_callback_data ?? null;
  const { order, wamid } = ledger.add({
    direction: 'out',
    atMs,
    phoneNumberId: number.id,
    customerId: customer.id,
    peer,
    input,
    type: message.type,
    contentJson,
    bizOpaqueCallbackData,
    category,
    ttlMs,
    isHeld,
    failCode,
    state: 'accepted',
  });
  emulator.announceMessage(order, customer.id, number.id);

  const contact = usesPhone
    ? `"input":${JSON.stringify(input)},"wa_id":"${customer.waId ?? input}"`
    : `"input":${JSON.stringify(input)},"user_id":"${userIdOf(customer)}"`;
  const messageStatus = template ? `,"message_status":"${isHeld ? 'held_for_quality_assessment' : 'accepted'}"` : '';
  return {
    body: `{"messaging_product":"whatsapp","contacts":[{${contact}}],"messages":[{"id":"${wamid}"${messageStatus}}]}`,
    flight: {
      order,
      wamid,
      number,
      customer,
      type: message.type,
      bizOpaqueCallbackData,
      category,
      atMs,
      ttlMs,
      isHeld,
      failCode,
      state: 'accepted',
    },
    ...(emulator.behaviours.of(number.id).policies.fetchLinks ? { links: linksOf(message) } : {}),
  };
}
