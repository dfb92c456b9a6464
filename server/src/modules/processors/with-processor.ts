import { ID_PREFIXES, type Processor } from '@kabar/contract';
import { withEngine, type EngineTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { readRegister } from './load-register.ts';
import { presentProcessor } from './present-processor.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { lockProcessor, type ProcessorRow } from './processors.sql.ts';

/** Why these transactions belong to no workspace. */
export const registerReason = 'the register of recipients belongs to the installation';

/** Changes a recipient while nobody else can. Errors: `not_found`, `processor_ended`; those of `change`. */
export async function withProcessor(
  ctx: ProcessorsContext,
  publicId: string,
  change: (tx: EngineTx, row: ProcessorRow) => Promise<ProcessorRow>,
): Promise<Processor> {
  const id = fromPublicId(ID_PREFIXES.processor, publicId);
  if (id === null) throw new AppError('not_found');
  return withEngine(ctx.db, registerReason, async (tx) => {
    const [row] = await tx.query<ProcessorRow>(lockProcessor(id));
    if (row === undefined) throw new AppError('not_found');
    if (row.status === 'ended') throw new AppError('processor_ended');
    const next = await change(tx, row);
    const { transfers } = await readRegister(tx, ctx.clock.now());
    return presentProcessor(next, transfers, ctx.homeRegion, ctx.clock.now());
  });
}
