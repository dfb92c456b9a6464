import { ID_PREFIXES } from '@kabar/contract';
import { appendAccountAudit } from '#modules/audit';
import type { EngineTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { ProcessorsContext } from './processors-context.ts';
import { insertChange, notifyRegister, type RecipientChangeKind } from './processors.sql.ts';

/** Channel on which processes hear that the register changed. */
export const registerChannel = 'kabar_register';

/** Who changed the register; null for the program itself, which follows the configuration. */
export type Changer = { userId: string } | null;

/**
 * Records a change of a recipient with its audit entry, and tells all processes at commit. Call it last in the transaction.
 */
export async function recordChange(
  ctx: ProcessorsContext,
  tx: EngineTx,
  changer: Changer,
  change: { processorId: string; kind: RecipientChangeKind; fields?: readonly string[] },
): Promise<void> {
  const fields = change.fields ?? [];
  await tx.query(insertChange({ id: ctx.ids.uuid(), processorId: change.processorId, kind: change.kind, fields, at: ctx.clock.now() }));
  await tx.query(notifyRegister(registerChannel));
  await appendAccountAudit(ctx.audit, tx, {
    actor: changer === null ? { kind: 'system', id: null } : { kind: 'user', id: changer.userId },
    action: `recipient.${change.kind}`,
    target: { kind: 'processor', id: toPublicId(ID_PREFIXES.processor, change.processorId) },
    ...(fields.length === 0 ? {} : { after: { fields: fields.join(' ') } }),
  });
}
