import { open } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { parseWebhook } from '#whatsapp/cloud/parse-webhook';
import type { InboundUnit } from '#whatsapp/cloud/parse-webhook';
import type { ClaimedDelivery } from '../deliveries.sql.ts';
import type { IntakeContext } from '../intake-context.ts';
import { bodyAad } from '../receive-delivery.ts';

/** A delivery with its units in the order of the body. */
export type ReadDelivery = { delivery: ClaimedDelivery; units: InboundUnit[] };

/**
 * Opens and splits deliveries. A body that cannot be read at all becomes one broken unit. Never loses one: a delivery whose
 * key was destroyed is broken, too, because nothing can bring it back.
 *
 * Errors: key ring and database errors that say nothing about the delivery.
 */
export async function readDeliveries(ctx: IntakeContext, deliveries: readonly ClaimedDelivery[]): Promise<ReadDelivery[]> {
  const read: ReadDelivery[] = [];
  for (const delivery of deliveries) read.push({ delivery, units: await readOne(ctx, delivery) });
  return read;
}

async function readOne(ctx: IntakeContext, delivery: ClaimedDelivery): Promise<InboundUnit[]> {
  const { workspaceId, id, day, bodySealed } = delivery;
  let body: Buffer;
  try {
    body = open(await ctx.keyring.payloadKeyFor(workspaceId, day), bodyAad(workspaceId, id), bodySealed);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return [brokenBody(`the payload cannot be opened: ${error.code}`, null)];
  }
  const parsed = parseWebhook(body);
  // The raw body itself stays with the delivery; it is not kept a second time.
  return parsed.ok ? parsed.units : [brokenBody(parsed.reason, null)];
}

function brokenBody(reason: string, payload: unknown): InboundUnit {
  return { kind: 'broken', field: '', path: 'body', wabaId: '', phoneNumberId: null, what: 'body', reason, payload };
}
