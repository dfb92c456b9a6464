import { ID_PREFIXES } from '@kabar/contract';
import { notify, type NotifyDeps } from '#modules/notifications';
import type { EngineTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { selectFailedOfMembers } from './statuses.sql.ts';

/** A message that may have failed just now. */
export type MaybeFailed = { workspaceId: string; messageId: string };

/**
 * Tells members of messages of theirs that did not arrive, once per message, in the transaction that learned of it. Those of programs and
 * of Kabar itself are nobody's to be told of; their story and events say it. Nothing to do costs no statement.
 */
export async function tellOfFailures(deps: NotifyDeps, tx: EngineTx, messages: readonly MaybeFailed[]): Promise<void> {
  if (messages.length === 0) return;
  for (const row of await tx.query<{ workspaceId: string; messageId: string; conversationId: string; memberId: string }>(
    selectFailedOfMembers(messages),
  )) {
    await notify(deps, tx, row.workspaceId, {
      kind: 'message_failed',
      memberIds: [row.memberId],
      actor: { kind: 'system' },
      conversationId: row.conversationId,
      data: { message_id: toPublicId(ID_PREFIXES.message, row.messageId) },
      dedupeKey: `message_failed:${row.messageId}`,
    });
  }
}
