import { hash, timingSafeEqual } from 'node:crypto';
import { payloadDay } from '#modules/keyring';
import { seal } from '#platform/crypto/seal';
import { AppError } from '#platform/errors';
import type { IntakeContext } from './intake-context.ts';
import { laneOf } from './lane.ts';
import { verifySignature } from './verify-signature.ts';

/** Largest body taken, in bytes. WhatsApp's own limit is 3 MB. */
export const maxDeliveryBytes = 3_670_016;

/**
 * Takes one webhook POST: address, signature over the raw bytes, then durable storage of the sealed body. Resolves only
 * when the delivery is stored, so that the caller may answer 200; what the body says is not looked at here, because a body
 * that cannot be understood must be kept and not be sent again for days.
 *
 * Errors: `webhook_unknown`, `signature_missing`, `signature_invalid`; `unavailable` for any trouble with storage.
 */
export async function receiveDelivery(
  ctx: IntakeContext,
  input: { webhookKey: string; signature: string | undefined; body: Buffer },
): Promise<void> {
  const account = await storageOrUnavailable(() => ctx.webhookAccountByKey(input.webhookKey));
  if (account === null) throw new AppError('webhook_unknown');
  const verdict = verifySignature(input.signature, input.body, account.appSecretKeys);
  if (verdict !== 'valid') {
    ctx.metrics.refused.add({ reason: verdict });
    throw new AppError(verdict === 'missing' ? 'signature_missing' : 'signature_invalid');
  }
  const { workspaceId, wabaAccountId } = account;
  const receivedAt = ctx.clock.now();
  const day = payloadDay(receivedAt);
  const id = ctx.ids.uuid();
  await storageOrUnavailable(async () => {
    const key = await ctx.keyring.payloadKeyFor(workspaceId, day);
    await ctx.store.add({
      workspaceId,
      id,
      wabaAccountId,
      day,
      receivedAt,
      lane: laneOf(wabaAccountId),
      bodyHash: hash('sha256', input.body, 'buffer'),
      bodySealed: seal(key, bodyAad(workspaceId, id), input.body),
      sizeBytes: input.body.byteLength,
    });
  });
  ctx.metrics.received.observe(input.body.byteLength);
}

/** What the sealed body of a delivery is bound to. */
export function bodyAad(workspaceId: string, deliveryId: string): string[] {
  return [workspaceId, 'intake_deliveries', 'body_sealed', deliveryId];
}

/** Only a certain "stored" may become a 200; any doubt has WhatsApp send it again. */
async function storageOrUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new AppError('unavailable', { cause });
  }
}

/**
 * The handshake by which WhatsApp checks an address: gives the challenge to be echoed.
 *
 * Errors: `verify_token_invalid` for anything else, an unknown address among it, so that nothing can be learned here.
 * Source: Meta for Developers, "Create a webhook endpoint", 2026-04-21.
 */
export async function answerHandshake(
  ctx: IntakeContext,
  input: { webhookKey: string; mode: string | undefined; token: string | undefined; challenge: string | undefined },
): Promise<string> {
  const account = await storageOrUnavailable(() => ctx.webhookAccountByKey(input.webhookKey, true));
  const given = hash('sha256', input.token ?? '', 'buffer');
  const expected = account?.verifyTokenHash ?? Buffer.alloc(given.byteLength);
  const isRight = expected.byteLength === given.byteLength && timingSafeEqual(expected, given);
  if (account === null || !isRight || input.mode !== 'subscribe' || input.challenge === undefined)
    throw new AppError('verify_token_invalid');
  return input.challenge;
}
