import { ID_PREFIXES } from '@kabar/contract';
import type { CreateTransferRequest, Transfer } from '@kabar/contract';
import { withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { presentTransfer } from './present-processor.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { endTransferRow, insertTransfer, lockProcessor, type ProcessorRow, type TransferRow } from './processors.sql.ts';
import { recordChange, type Changer } from './record-change.ts';

const reason = 'transfers belong to the register of the installation';

/** Records what makes a transfer to another country lawful. Errors: `not_found`, `processor_ended`. */
export async function createTransfer(ctx: ProcessorsContext, by: Changer, body: CreateTransferRequest): Promise<Transfer> {
  const processorId = fromPublicId(ID_PREFIXES.processor, body.processor_id);
  if (processorId === null) throw new AppError('not_found');
  const now = ctx.clock.now();
  const row: TransferRow = {
    id: ctx.ids.uuid(),
    processorId,
    toRegion: body.to_region,
    mechanism: body.mechanism,
    safeguards: body.safeguards,
    documentReference: body.document_reference,
    assessedOn: body.assessed_on,
    validUntil: body.valid_until,
    endedAt: null,
  };
  await withEngine(ctx.db, reason, async (tx) => {
    const [processor] = await tx.query<ProcessorRow>(lockProcessor(processorId));
    if (processor === undefined) throw new AppError('not_found');
    if (processor.status === 'ended') throw new AppError('processor_ended');
    await tx.query(insertTransfer(row, now));
    await recordChange(ctx, tx, by, { processorId, kind: 'transfer_added' });
  });
  return presentTransfer(row, now.toISOString().slice(0, 10));
}

/** Ends a transfer; where it was the only one, its recipient gets nothing any more. Errors: `not_found`. */
export async function endTransfer(ctx: ProcessorsContext, by: Changer, publicId: string): Promise<void> {
  const id = fromPublicId(ID_PREFIXES.transfer, publicId);
  if (id === null) throw new AppError('not_found');
  await withEngine(ctx.db, reason, async (tx) => {
    const [ended] = await tx.query<{ processorId: string }>(endTransferRow(id, ctx.clock.now()));
    if (ended === undefined) throw new AppError('not_found');
    await recordChange(ctx, tx, by, { processorId: ended.processorId, kind: 'transfer_ended' });
  });
}
