import { markReadRequestSchema } from '@kabar/cloud-api';
import { locateMessage } from '#modules/messages';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { requireNumber } from './find-objects.ts';
import { requirePermission, type GraphContext } from './graph-context.ts';
import { parameterInvalid, parameterMissing, valueInvalid, type GraphRefusal } from './graph-refusal.ts';
import { readGraphMessageId } from './message-ids.ts';
import { requireProduct } from './read-send-request.ts';

/**
 * Marks a customer's message, and what they wrote before it, as read: here for the team and on their phone. With `typing_indicator` the customer also
 * sees that somebody is typing. Gives the message's database id.
 *
 * Errors: 100 for the form of the request and for a number that the workspace does not have; 131009 for a message that is not there.
 */
export async function markGraphRead(
  ctx: GraphContext,
  actor: WorkspaceActor,
  input: { phoneNumberId: string; body: Readonly<Record<string, unknown>> },
): Promise<string> {
  requirePermission(actor, 'conversations:write');
  const { workspaceId } = actor;
  const number = await requireNumber(ctx, actor, input.phoneNumberId, 'POST');
  const { messageId, isTyping } = readRequest(input.body);
  if (isTyping) requirePermission(actor, 'messages:send');
  const ref = readGraphMessageId(messageId);
  const place = ref === null ? null : await locateMessage(ctx, workspaceId, number.id, ref);
  if (place === null || place.direction !== 'in') throw noSuchMessage();
  try {
    await ctx.requireConversation(actor, place.conversationId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw noSuchMessage(error);
    throw error;
  }
  await ctx.markRead(workspaceId, place.conversationId, place.id);
  if (isTyping) await ctx.showTyping(workspaceId, place.conversationId);
  return place.id;
}

function noSuchMessage(cause?: unknown): GraphRefusal {
  return valueInvalid('Param message_id: there is no message of a customer with this id on this number.', cause);
}

function readRequest(body: Readonly<Record<string, unknown>>): { messageId: string; isTyping: boolean } {
  requireProduct(body);
  if (body['message_id'] === undefined) throw parameterMissing('message_id');
  const parsed = markReadRequestSchema.safeParse(body);
  if (parsed.success) return { messageId: parsed.data.message_id, isTyping: parsed.data.typing_indicator !== undefined };
  const [issue] = parsed.error.issues;
  throw parameterInvalid(`Param ${issue?.path.join('.') || 'root'} ${issue?.message ?? 'is not valid'}.`);
}
