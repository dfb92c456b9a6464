import { ID_PREFIXES, type SendMessageRequest } from '@kabar/contract';
import { isBsuid, normalisePhone } from '#modules/contacts';
import { sendMessage, type SendMessageInput } from '#modules/messages';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { mapMediaIds } from '#whatsapp/message-media';
import { requireNumber } from './find-objects.ts';
import { requirePermission, type GraphContext } from './graph-context.ts';
import { valueInvalid } from './graph-refusal.ts';
import { nativeMediaId } from './media-ids.ts';
import { graphMessageId, readGraphMessageId } from './message-ids.ts';
import { readSendRequest, type ReadSendRequest } from './read-send-request.ts';
import { requireTemplateFits } from './require-template-fits.ts';

/** Answer of an accepted send, as Meta gives it. */
export type GraphSendAnswer = {
  messaging_product: 'whatsapp';
  contacts: { input: string; wa_id?: string; user_id?: string }[];
  messages: { id: string; message_status?: 'accepted' }[];
};

/**
 * Accepts a message as the native API does: same checks, queue, gate and log. Meta tells at once about a template that does not fit, and by webhook about
 * a closed window or a customer who said stop; so does this. `messageId` is the database id.
 *
 * Errors: see `readSendRequest` and `requireTemplateFits`; 100 (33) for a number that the workspace does not have; 131009 for a quoted message, file or
 * recipient that does not exist; `number_not_connected`; `idempotency_key_reused`.
 */
export async function sendGraphMessage(
  ctx: GraphContext,
  actor: WorkspaceActor,
  input: { phoneNumberId: string; body: Readonly<Record<string, unknown>>; idempotency: SendMessageInput['idempotency'] },
): Promise<{ answer: GraphSendAnswer; messageId: string; replayed: boolean }> {
  requirePermission(actor, 'messages:send');
  const number = await requireNumber(ctx, actor, input.phoneNumberId, 'POST');
  const asked = readSendRequest(input.body);
  const to = asked.to;
  if (to !== undefined && normalisePhone(to) === null) throw valueInvalid(`Param to is not a phone number with a country code: ${to}`);
  if (asked.type === 'template' && 'template' in asked)
    await requireTemplateFits(ctx, actor.workspaceId, number.wabaAccountId, asked.template);
  const request = toNative(asked, toPublicId(ID_PREFIXES.number, number.id));
  const { biz_opaque_callback_data: callbackData } = asked;
  try {
    const { response, replayed } = await sendMessage(ctx.send, {
      actor,
      request,
      idempotency: input.idempotency,
      ...(callbackData === undefined ? {} : { callbackData }),
    });
    const id = fromPublicId(ID_PREFIXES.message, response.id);
    if (id === null) throw new Error('a message was accepted under an id that is none');
    return { answer: answerOf(asked, graphMessageId(id)), messageId: id, replayed };
  } catch (error) {
    throw explain(error, asked);
  }
}

function toNative(asked: ReadSendRequest, numberId: string): SendMessageRequest {
  const content = mapMediaIds(asked.type, Reflect.get(asked, asked.type), nativeMediaId);
  const request: Record<string, unknown> = {
    number_id: numberId,
    ...(asked.to === undefined ? { recipient: asked.recipient } : { to: asked.to }),
    type: asked.type,
    [asked.type]: asked.type === 'reaction' ? withNativeTarget(content) : content,
    ...(asked.context === undefined ? {} : { context: { message_id: nativeMessageId(asked.context.message_id, 'context.message_id') } }),
  };
  return request as SendMessageRequest; // the contents are Meta's own objects in both, checked again on the way in
}

function withNativeTarget(content: unknown): unknown {
  const reaction = content as { message_id: string }; // checked by the schema of reactions
  return { ...reaction, message_id: nativeMessageId(reaction.message_id, 'reaction.message_id') };
}

function nativeMessageId(given: string, place: string): string {
  const ref = readGraphMessageId(given);
  if (ref === null) throw valueInvalid(`Param ${place} is not the id of a message.`);
  return 'id' in ref ? toPublicId(ID_PREFIXES.message, ref.id) : ref.wamid;
}

function answerOf(asked: ReadSendRequest, id: string): GraphSendAnswer {
  const input = asked.to ?? asked.recipient ?? '';
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input, ...(isBsuid(input) ? { user_id: input } : { wa_id: normalisePhone(input) ?? input }) }],
    messages: [{ id, ...(asked.type === 'template' ? { message_status: 'accepted' as const } : {}) }],
  };
}

/** The native path speaks of ids that the caller never saw; the number was found, so what is missing is what the content points at. */
function explain(error: unknown, asked: ReadSendRequest): unknown {
  if (!(error instanceof AppError)) return error;
  switch (error.code) {
    case 'not_found': {
      if (asked.context === undefined && asked.type !== 'reaction')
        return valueInvalid('Param to: this key may not write to this recipient on this number.', error);
      const place = asked.type === 'reaction' ? 'reaction.message_id' : 'context.message_id';
      return valueInvalid(`Param ${place}: there is no message with this id on this number.`, error);
    }
    case 'media_not_usable':
      return valueInvalid(`Param ${asked.type}: there is no file with this id.`, error);
    case 'recipient_invalid':
      return valueInvalid('Param to: there is no such recipient.', error);
    default:
      return error;
  }
}
