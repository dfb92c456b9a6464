import type { ContactSummary, MessageReason } from '@kabar/contract';
import type { ToldMessage } from '#modules/messages';
import type { GraphNumberRow } from './graph.sql.ts';
import { graphMediaId } from './media-ids.ts';
import { graphMessageId } from './message-ids.ts';
import { META_REASONS } from './reason-codes.ts';

/** A message with everything a webhook of Meta's says around it. `id` is the database id. */
export type Told = ToldMessage & { id: string; number: GraphNumberRow; contact: ContactSummary | null };

const errorPage = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

/** The `value` of a customer's message. Source: Meta for Developers, "messages webhook reference", 2026-04-30. */
export function inboundValue(told: Told): object {
  const { message, contact } = told;
  const { waId, bsuid } = addressOf(told);
  const type = metaTypeOf(told);
  return {
    ...head(told),
    contacts: [
      {
        profile: profileOf(contact),
        ...(waId === null ? {} : { wa_id: waId }),
        ...(bsuid === null ? {} : { user_id: bsuid }),
      },
    ],
    messages: [
      {
        ...(waId === null ? {} : { from: waId }),
        ...(bsuid === null ? {} : { from_user_id: bsuid }),
        id: message.wamid,
        timestamp: secondsOf(new Date(message.occurred_at)),
        type,
        ...contentOf(told, type),
        ...contextOf(told, waId),
        ...(message.referral === null ? {} : { referral: message.referral }),
      },
    ],
  };
}

/** The `value` of a status of our message. Source: Meta for Developers, "messages status webhook reference", 2026-04-30 (form since v24.0). */
export function statusValue(told: Told, status: 'sent' | 'delivered' | 'read' | 'failed', at: Date): object {
  const { message, callbackData } = told;
  const { waId, bsuid } = addressOf(told);
  return {
    ...head(told),
    ...(status === 'failed'
      ? {}
      : { contacts: [{ ...(waId === null ? {} : { wa_id: waId }), ...(bsuid === null ? {} : { user_id: bsuid }) }] }),
    statuses: [
      {
        id: graphMessageId(told.id),
        status,
        timestamp: secondsOf(at),
        ...(waId === null ? {} : { recipient_id: waId }),
        ...(bsuid === null ? {} : { recipient_user_id: bsuid }),
        ...(callbackData === null ? {} : { biz_opaque_callback_data: callbackData }),
        ...(status === 'failed' || message.pricing === null ? {} : { pricing: pricingOf(message.pricing) }),
        ...(status === 'failed' ? { errors: [errorOf(message.reason)] } : {}),
      },
    ],
  };
}

function head({ number }: Told): object {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.displayPhoneNumber.replaceAll(/\D/g, ''), phone_number_id: number.phoneNumberId },
  };
}

/** By which ids WhatsApp named the person: those of the message where it has them, else what is known of the contact. */
function addressOf({ from, to, contact }: Told): { waId: string | null; bsuid: string | null } {
  const known = (kind: string): string | null => contact?.identifiers.find((identifier) => identifier.kind === kind)?.value ?? null;
  const sentTo = to?.kind === 'phone' ? to.digits : null;
  return {
    waId: from?.waId ?? sentTo ?? known('wa_id') ?? contact?.phone?.replaceAll(/\D/g, '') ?? null,
    bsuid: from?.bsuid ?? (to?.kind === 'bsuid' ? to.value : null) ?? known('bsuid'),
  };
}

function profileOf(contact: ContactSummary | null): object {
  const { profile_name: name = null, username = null } = contact ?? {};
  return { ...(name === null ? {} : { name }), ...(username === null ? {} : { username }) };
}

/** A type that we do not know is kept with Meta's own name for it. */
function metaTypeOf({ message }: Told): string {
  if (message.type !== 'unknown' || Array.isArray(message.content)) return message.type;
  return typeof message.content['type'] === 'string' ? message.content['type'] : 'unsupported';
}

function contentOf({ message, mediaId }: Told, type: string): object {
  if (message.type === 'unknown') {
    const { type: _type, ...rest } = Object(message.content) as Record<string, unknown>; // an object of whatever WhatsApp sent
    return rest;
  }
  if (message.type === 'unsupported') {
    const { errors, ...rest } = Object(message.content) as Record<string, unknown>; // likewise
    return { ...(errors === undefined ? {} : { errors }), ...(Object.keys(rest).length === 0 ? {} : { unsupported: rest }) };
  }
  // The file is asked for here, where it is kept, and not at Meta, whose id only our token opens.
  if (mediaId !== null && !Array.isArray(message.content)) return { [type]: { ...message.content, id: graphMediaId(mediaId) } };
  return { [type]: message.content };
}

function contextOf({ message, number, answersOwn }: Told, waId: string | null): object {
  const quoted = message.reply_to;
  if (quoted === null) return message.forwarded ? { context: { forwarded: true } } : {};
  const business = number.displayPhoneNumber.replaceAll(/\D/g, '');
  const id = answersOwn === null ? quoted.wamid : graphMessageId(answersOwn);
  if (id === null) return {};
  return { context: { from: answersOwn === null ? (waId ?? business) : business, id, ...(message.forwarded ? { forwarded: true } : {}) } };
}

function pricingOf(pricing: { category: string; type: string | null; model: string | null }): object {
  return {
    billable: pricing.type === null ? true : !pricing.type.startsWith('free'),
    pricing_model: pricing.model ?? 'PMP',
    ...(pricing.type === null ? {} : { type: pricing.type }),
    category: pricing.category,
  };
}

/** Meta's own error where it was Meta that refused, ours in its terms else. */
function errorOf(reason: MessageReason | null): object {
  const own = META_REASONS[reason?.code ?? 'meta_refused'];
  const { code, title } = reason?.meta ?? own;
  const words = reason === null ? title : `${reason.title}. ${reason.next_step}`;
  return { code, title, message: title, error_data: { details: reason?.meta?.details ?? words }, href: errorPage };
}

function secondsOf(at: Date): string {
  return String(Math.floor(at.getTime() / 1_000));
}
