import type { EngineTx } from '#platform/db/tx';
import { deleteDispatch, markResend, selectOverdueUnknown, type OverdueUnknownRow } from './dispatch.sql.ts';

/** Numbers that have messages to send a second time. */
export type ReconcileResult = { resentNumberIds: string[]; heldCount: number };

const batchCount = 500;

/**
 * Applies each workspace's rule to messages whose outcome is still unknown after the reconcile time: `resend` sends a
 * second copy and marks it; `hold` leaves the message unknown until a person or the API decides. Settled messages are not
 * touched, because a status removes their dispatch row.
 */
export async function reconcileUnknown(tx: EngineTx, now: Date): Promise<ReconcileResult> {
  const rows = await tx.query<OverdueUnknownRow>(selectOverdueUnknown(now, batchCount));
  const resend = rows.filter((row) => row.unknown_rule === 'resend');
  const hold = rows.filter((row) => row.unknown_rule === 'hold');
  if (resend.length > 0) await tx.query(markResend(resend.map(keyOf)));
  if (hold.length > 0) await tx.query(deleteDispatch(hold.map(keyOf)));
  return { resentNumberIds: [...new Set(resend.map((row) => row.number_id))], heldCount: hold.length };
}

function keyOf(row: OverdueUnknownRow): { workspaceId: string; messageId: string } {
  return { workspaceId: row.workspace_id, messageId: row.message_id };
}
