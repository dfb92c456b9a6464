import { parseBigIntSafeJson, splitWebhook } from '@kabar/cloud-api';
import type { MessageUnit, StatusUnit, UnknownInboundMessage, WebhookContact, WebhookUnit } from '@kabar/cloud-api';
import type { MessageType } from '@kabar/contract';
import type { AccountUnit } from '../account-fact.ts';
import { isAccountUnit } from '../describe-account-units.ts';
import { readWebhookError } from '../provider-error.ts';
import { messageContent } from './message-content.ts';
import type { InboundMedia } from './message-content.ts';

/** Somebody by the ids that one payload gives for them; `waId` is digits. Any may be missing, but not all. */
export type PersonIds = { waId?: string; bsuid?: string; parentBsuid?: string; username?: string; profileName?: string };

/** Where a unit stood. `path` is for people, e.g. `entry[0].changes[2].statuses[17]`. */
type Origin = { field: string; path: string; wabaId: string; phoneNumberId: string | null };

/** One independent piece of a delivery in our own words. */
export type InboundUnit = Origin &
  (
    | {
        kind: 'message';
        /** `phone`: the business wrote it in the WhatsApp Business app on the same number. */
        author: 'contact' | 'phone';
        person: PersonIds;
        wamid: string;
        at: Date;
        type: MessageType;
        /** The object under the name of the type. */
        content: unknown;
        media: InboundMedia | null;
        replyToWamid: string | null;
        forwarded: boolean;
        referral: Record<string, unknown> | null;
        /** Whether the service window opens with it. */
        opensWindow: boolean;
        /** Earlier ids of the same person, by WhatsApp's own word that number or id changed. */
        formerly: PersonIds | null;
        /** A type that this version does not know; kept as it came, and counted. */
        isUnknownType: boolean;
      }
    | {
        kind: 'change';
        change: 'reaction' | 'edit' | 'revoke';
        by: 'contact' | 'business';
        person: PersonIds;
        at: Date;
        targetWamid: string;
        /** Reaction: the emoji, or null when it was taken back. */
        emoji: string | null;
        /** Edit: the new content. */
        content: unknown;
      }
    | {
        kind: 'status';
        wamid: string;
        /** What travelled with the send, meant to be our message id. */
        tag: string | null;
        status: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
        at: Date;
        person: PersonIds | null;
        error: { code: number; title: string; details: string | null } | null;
        pricing: { category: string; type: string | null; model: string | null } | null;
      }
    | { kind: 'preference'; person: PersonIds; marketing: 'stopped' | 'resumed'; at: Date }
    | { kind: 'account'; unit: AccountUnit }
    | { kind: 'unknown'; what: string; reason: string; payload: unknown }
    | { kind: 'broken'; what: string; reason: string; payload: unknown }
  );

/** What a delivery holds, or why its bytes could not be read at all. */
export type ParsedWebhook = { ok: true; units: InboundUnit[] } | { ok: false; reason: string };

/**
 * Reads the raw bytes of one delivery into independent units, in the order of the body. Nothing disappears: what has no
 * meaning here comes back as `unknown`, what cannot be read as `broken`, each with its payload. Never throws.
 */
export function parseWebhook(bytes: Uint8Array): ParsedWebhook {
  const json = parseBigIntSafeJson(bytes);
  if (!json.ok) return { ok: false, reason: json.message };
  return { ok: true, units: splitWebhook(json.value).map(toInboundUnit) };
}

/** One unit of Meta's in our words. Never throws. */
export function toInboundUnit(unit: WebhookUnit): InboundUnit {
  const origin = { field: unit.field, path: unit.path, wabaId: unit.wabaId, phoneNumberId: unit.phoneNumberId ?? null };
  if (isAccountUnit(unit)) return { ...origin, kind: 'account', unit };
  switch (unit.kind) {
    case 'message':
      return fromMessage(origin, unit.value, unit.contact, unit.isKnownType);
    case 'status':
      return fromStatus(origin, unit);
    case 'message_echo':
      return fromEcho(origin, unit.value, unit.contact);
    case 'user_preference':
      return fromPreference(origin, unit);
    case 'history_message':
      return unknown(origin, 'history message', 'a file of an older message that is not kept here', unit.value);
    case 'standby':
      return unknown(origin, `standby ${unit.part}`, 'another application holds this conversation', unit.value);
    case 'unknown':
      return unknown(origin, 'unknown', unit.reason, unit.value);
    case 'broken':
      return { ...origin, kind: 'broken', what: 'broken', reason: unit.reason, payload: unit.value };
  }
}

type MessageValue = MessageUnit['value'] | UnknownInboundMessage;

function fromMessage(origin: Origin, value: MessageValue, contact: WebhookContact | undefined, isKnownType: boolean): InboundUnit {
  if (given(value.group_id)) return unknown(origin, `group ${value.type ?? 'message'}`, 'messages of groups are not kept', value);
  const person = personOf({ waId: value.from, bsuid: value.from_user_id, parentBsuid: value.from_parent_user_id }, contact);
  if (person === null)
    return { ...origin, kind: 'broken', what: value.type ?? 'message', reason: 'nobody is named as its author', payload: value };
  const change = isKnownType ? changeOf(value) : null;
  if (change !== null) return { ...origin, kind: 'change', by: 'contact', person, at: instant(value.timestamp), ...change };
  const { type, content, media, isUnknownType } = messageContent(value, isKnownType);
  const isSystem = type === 'system';
  return {
    ...origin,
    kind: 'message',
    author: 'contact',
    person: isSystem ? changedPerson(value, person) : person,
    wamid: value.id,
    at: instant(value.timestamp),
    type,
    content,
    media,
    ...quoteOf(value),
    referral: value.referral ?? null,
    opensWindow: !isSystem,
    formerly: isSystem ? formerPerson(value, person) : null,
    isUnknownType,
  };
}

function fromEcho(
  origin: Origin,
  value: Extract<WebhookUnit, { kind: 'message_echo' }>['value'],
  contact: WebhookContact | undefined,
): InboundUnit {
  const person = personOf({ waId: value.to, bsuid: value.to_user_id, parentBsuid: value.to_parent_user_id }, contact);
  if (person === null)
    return {
      ...origin,
      kind: 'broken',
      what: `echo ${value.type ?? ''}`.trim(),
      reason: 'nobody is named as its recipient',
      payload: value,
    };
  const change = changeOf(value);
  if (change !== null) return { ...origin, kind: 'change', by: 'business', person, at: instant(value.timestamp), ...change };
  const { type, content, media, isUnknownType } = messageContent(value, true);
  return {
    ...origin,
    kind: 'message',
    author: 'phone',
    person,
    wamid: value.id,
    at: instant(value.timestamp),
    type,
    content,
    media,
    ...quoteOf(value),
    referral: null,
    opensWindow: false,
    formerly: null,
    isUnknownType,
  };
}

/** A reaction, edit or revoke changes another message and is none itself. */
function changeOf(
  value: MessageValue,
): { change: 'reaction' | 'edit' | 'revoke'; targetWamid: string; emoji: string | null; content: unknown } | null {
  const reaction = objectAt(value, 'reaction');
  if (value.type === 'reaction' && typeof reaction['message_id'] === 'string') {
    const emoji = reaction['emoji'];
    return {
      change: 'reaction',
      targetWamid: reaction['message_id'],
      emoji: typeof emoji === 'string' && emoji !== '' ? emoji : null,
      content: null,
    };
  }
  const edit = objectAt(value, 'edit');
  if (value.type === 'edit' && typeof edit['original_message_id'] === 'string') {
    const message = objectAt(edit, 'message');
    const type = typeof message['type'] === 'string' ? message['type'] : '';
    return { change: 'edit', targetWamid: edit['original_message_id'], emoji: null, content: message[type] ?? {} };
  }
  const revoke = objectAt(value, 'revoke');
  if (value.type === 'revoke' && typeof revoke['original_message_id'] === 'string') {
    return { change: 'revoke', targetWamid: revoke['original_message_id'], emoji: null, content: null };
  }
  return null;
}

function fromStatus(origin: Origin, unit: StatusUnit): InboundUnit {
  const { value } = unit;
  const name = value.status;
  if (name !== 'sent' && name !== 'delivered' && name !== 'read' && name !== 'played' && name !== 'failed') {
    return unknown(origin, `status ${name.slice(0, 40)}`, 'a status that has no meaning here', value);
  }
  const isGroup = value.recipient_type === 'group';
  const [first] = value.errors ?? [];
  const error = first === undefined ? null : readWebhookError(first);
  return {
    ...origin,
    kind: 'status',
    wamid: value.id,
    tag: value.biz_opaque_callback_data ?? null,
    status: name,
    at: instant(value.timestamp),
    person: isGroup
      ? null
      : personOf({ waId: value.recipient_id, bsuid: value.recipient_user_id, parentBsuid: value.recipient_parent_user_id }, unit.contact),
    error: error === null || error.code === null ? null : { code: error.code, title: error.title, details: error.details },
    pricing: given(value.pricing?.category)
      ? { category: value.pricing?.category ?? '', type: value.pricing?.type ?? null, model: value.pricing?.pricing_model ?? null }
      : null,
  };
}

function fromPreference(origin: Origin, unit: Extract<WebhookUnit, { kind: 'user_preference' }>): InboundUnit {
  const { value } = unit;
  const person = personOf({ waId: value.wa_id, bsuid: value.user_id }, unit.contact);
  if (person === null) return { ...origin, kind: 'broken', what: 'user_preference', reason: 'nobody is named', payload: value };
  const word = value.value.toLowerCase();
  const marketing = word === 'stop' ? 'stopped' : word === 'resume' || word === 'signup' ? 'resumed' : null;
  const isMarketing = value.category === undefined || value.category === null || value.category === 'marketing_messages';
  if (marketing === null || !isMarketing) return unknown(origin, 'user_preference', 'a preference that has no meaning here', value);
  return { ...origin, kind: 'preference', person, marketing, at: instant(value.timestamp) };
}

function unknown(origin: Origin, what: string, reason: string, payload: unknown): InboundUnit {
  return { ...origin, kind: 'unknown', what, reason, payload };
}

type MaybeIds = { [Key in 'waId' | 'bsuid' | 'parentBsuid' | 'username' | 'profileName']?: string | null | undefined };

/** Puts together what the item and the contact beside it say; null when neither names anybody. */
function personOf(ids: MaybeIds, contact: WebhookContact | undefined): PersonIds | null {
  const person = compact({
    waId: digits(ids.waId ?? contact?.wa_id),
    bsuid: ids.bsuid ?? contact?.user_id ?? strayBsuid(ids.waId) ?? strayBsuid(contact?.wa_id),
    parentBsuid: ids.parentBsuid ?? contact?.parent_user_id,
    username: contact?.profile?.username,
    profileName: contact?.profile?.name,
  });
  return person.waId === undefined && person.bsuid === undefined && person.parentBsuid === undefined && person.username === undefined
    ? null
    : person;
}

/** The ids that a person has after the change that a system message tells of. */
function changedPerson(value: MessageValue, person: PersonIds): PersonIds {
  const system = objectAt(value, 'system');
  const next = compact({
    waId: digits(textAt(system, 'wa_id') ?? textAt(system, 'new_wa_id')),
    bsuid: textAt(system, 'user_id'),
    parentBsuid: textAt(system, 'parent_user_id'),
  });
  return { ...person, ...next };
}

/** The ids that a person had before; null when the system message tells of no change. */
function formerPerson(value: MessageValue, person: PersonIds): PersonIds | null {
  const system = objectAt(value, 'system');
  if (!/changed_(number|user_id)$/.test(textAt(system, 'type') ?? '')) return null;
  return compact({
    waId: person.waId,
    bsuid: textAt(system, 'previous_user_id') ?? person.bsuid,
    parentBsuid: textAt(system, 'previous_parent_user_id') ?? person.parentBsuid,
  });
}

function quoteOf(value: MessageValue): { replyToWamid: string | null; forwarded: boolean } {
  const { context } = value;
  return { replyToWamid: context?.id ?? null, forwarded: context?.forwarded === true || context?.frequently_forwarded === true };
}

function compact(ids: MaybeIds): PersonIds {
  return Object.fromEntries(Object.entries(ids).filter(([, value]) => given(value)));
}

/** Digits only, or undefined: an id of another kind must never look like a phone number. */
function digits(text: string | null | undefined): string | undefined {
  const bare = text?.replace(/^\+/, '') ?? '';
  return /^\d{5,20}$/.test(bare) ? bare : undefined;
}

/** A business-scoped id in the place of a phone number is still that id. */
function strayBsuid(text: string | null | undefined): string | undefined {
  return /^[A-Z]{2}\.[A-Za-z0-9.]+$/.test(text ?? '') ? (text ?? undefined) : undefined;
}

function given(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text !== '';
}

function instant(seconds: number): Date {
  return new Date(seconds * 1000);
}

function objectAt(value: object, key: string): Record<string, unknown> {
  const inner: unknown = Reflect.get(value, key);
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Record<string, unknown>) : {}; // just checked
}

function textAt(value: Record<string, unknown>, key: string): string | undefined {
  const inner = value[key];
  return typeof inner === 'string' && inner !== '' ? inner : undefined;
}
