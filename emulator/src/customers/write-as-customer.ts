import { bareMimeType, MEDIA_KINDS } from '@kabar/cloud-api';
import type { MediaKind } from '@kabar/cloud-api';
import { webhookContact } from '../delivery/status-engine.ts';
import type { Emulator } from '../emulator.ts';
import { mediaUrl } from '../graph/media.ts';
import type { Customer, PhoneNumber } from '../world/entities.ts';
import { userIdOf } from '../world/world.ts';

type JsonObject = Record<string, unknown>;

/** What a customer writes. `content` is Meta's object for the type; for media `{ id, caption? }` of an uploaded file. */
export interface CustomerMessage {
  type: string;
  content?: unknown;
  /** wamid of the message that is answered. */
  replyTo?: string;
  isForwarded?: boolean;
  /** Ad the person came from, as in the webhook. */
  referral?: JsonObject;
  /** More keys of the message object, as they shall stand in the webhook. */
  extras?: JsonObject;
  /** Seconds since 1970; the emulated now by default. */
  timestamp?: number;
}

/** Raised for a message that a phone could not write. */
export class CustomerMessageError extends Error {}

const isMediaKind = (type: string): type is MediaKind => (MEDIA_KINDS as readonly string[]).includes(type);

/** The media object as webhooks carry it; sha256 is base64 there, unlike on REST. Source: "Image messages webhook", 2025-12. */
function inboundMedia(emulator: Emulator, type: MediaKind, content: unknown, baseUrl: string): JsonObject {
  const given: JsonObject = typeof content === 'object' && content !== null ? { ...content } : {};
  const id = typeof given['id'] === 'string' ? given['id'] : '';
  const media = emulator.world.media.get(id);
  if (!media) throw new CustomerMessageError(`There is no media file with the id "${id}".`);
  return {
    ...(type === 'document' ? { filename: media.fileName ?? 'document' } : {}),
    ...(typeof given['caption'] === 'string' && given['caption'] !== '' ? { caption: given['caption'] } : {}),
    mime_type: media.mimeType,
    sha256: Buffer.from(media.sha256Hex, 'hex').toString('base64'),
    id: media.id,
    url: mediaUrl(emulator, media, baseUrl),
    ...(type === 'audio' ? { voice: given['voice'] === true || bareMimeType(media.mimeType) === 'audio/ogg' } : {}),
    ...(type === 'sticker' ? { animated: given['animated'] === true } : {}),
  };
}

/** Types that open or extend the service window; corrections and notices do not. Source: CSW pages, 2026-07, partly assumed. */
function opensWindow(type: string): boolean {
  return type !== 'system' && type !== 'edit' && type !== 'revoke';
}

/**
 * Lets a customer write to a number: stores the message, opens the window, and tells the business by webhook. Works through
 * the outbox, so several calls in one turn share a batch; call `emulator.outbox.flush()` when the last one is in.
 *
 * Errors: CustomerMessageError for a missing media file.
 */
export function writeAsCustomer(
  emulator: Emulator,
  customer: Customer,
  number: PhoneNumber,
  message: CustomerMessage,
  baseUrl: string,
): { order: number; wamid: string } {
  const { world, ledger, clock, windows, outbox, rateLimiter } = emulator;
  if (customer.isImplicit) {
    customer.isImplicit = false;
    world.saveCustomer(customer);
  }
  const atMs = message.timestamp === undefined ? clock.nowMs() : message.timestamp * 1000;
  const usesPhone = !customer.hidesPhone && customer.waId !== null;
  const { type } = message;
  const content = isMediaKind(type) ? inboundMedia(emulator, type, message.content, baseUrl) : message.content;
  const quoted = message.replyTo === undefined ? undefined : ledger.byWamid(message.replyTo);
  const context = {
    ...(message.replyTo === undefined ? {} : { from: quoted?.direction === 'in' ? customer.waId : number.digits, id: message.replyTo }),
    ...(message.isForwarded ? { forwarded: true } : {}),
  };
  const body: JsonObject = {
    ...(Object.keys(context).length > 0 ? { context } : {}),
    ...(message.referral ? { referral: message.referral } : {}),
    ...(usesPhone ? { from: customer.waId } : {}),
    from_user_id: userIdOf(customer),
    ...(customer.parentUserId === null ? {} : { from_parent_user_id: customer.parentUserId }),
    timestamp: String(Math.floor(atMs / 1000)),
    ...(type === 'unsupported'
      ? {
          errors: [
            {
              code: 131051,
              title: 'Message type unknown',
              message: 'Message type unknown',
              error_data: { details: 'Message type is currently not supported.' },
            },
          ],
        }
      : {}),
    type,
    ...(content === undefined ? {} : { [type]: content }),
    ...message.extras,
  };
  const added = ledger.add({
    direction: 'in',
    atMs,
    phoneNumberId: number.id,
    customerId: customer.id,
    peer: usesPhone ? (customer.waId ?? '') : userIdOf(customer).replaceAll(/\D/g, '').slice(0, 20),
    input: null,
    type,
    contentJson: JSON.stringify(body),
    bizOpaqueCallbackData: null,
    category: null,
    ttlMs: null,
    isHeld: false,
    failCode: null,
    state: 'sent',
  });
  rateLimiter.takeThroughput(number);
  if (opensWindow(type)) windows.opened(number.id, customer.id, atMs);
  emulator.announceMessage(added.order, customer.id, number.id);
  // A person blocked by the business writes into the void.
  if (!world.numberState(customer, number.id).isBlockedByBusiness) {
    outbox.push({
      wabaId: number.wabaId,
      field: 'messages',
      number,
      list: 'messages',
      item: { ...body, id: added.wamid },
      contact: webhookContact(customer, usesPhone),
      inboundOrder: added.order,
    });
  }
  return added;
}
