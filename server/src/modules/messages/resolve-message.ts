import { ID_PREFIXES, type ResolveMessageRequest } from '@kabar/contract';
import { appendAudit, type AuditContext } from '#modules/audit';
import type { Database } from '#platform/db/database';
import { withTenant } from '#platform/db/tx';
import { AppError, unreachable } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { deleteDispatch, markResend } from './dispatch/dispatch.sql.ts';
import { updatedEvent } from './dispatch/record-outcomes.ts';

/**
 * A person's or program's decision about a message whose outcome nobody knows: it was sent, send a second copy, or give it
 * up. Recorded in the audit log. A status that comes later still wins over the decision.
 *
 * Errors: `not_found`; `message_not_unknown` when there is nothing to decide (any more).
 */
export async function resolveMessage(
  deps: AuditContext & { db: Database; wake: (numberIds: readonly string[]) => void },
  actor: WorkspaceActor,
  messageId: string,
  action: ResolveMessageRequest['action'],
): Promise<void> {
  const { workspaceId } = actor;
  const now = deps.clock.now();
  const numberId = await withTenant(deps.db, workspaceId, async (tx) => {
    const [message] = await tx.query<{ number_id: string; conversation_id: string; status: string }>({
      text: 'select number_id, conversation_id, status from messages where workspace_id = $1 and id = $2 for no key update',
      values: [workspaceId, messageId],
    });
    if (message === undefined) throw new AppError('not_found');
    if (message.status !== 'unknown') throw new AppError('message_not_unknown');
    const key = { workspaceId, messageId };
    switch (action) {
      case 'resend':
        await tx.query(markResend([key]));
        break;
      case 'mark_sent':
        await tx.query(deleteDispatch([key]));
        await tx.query({
          text: `update messages set status = 'sent', sent_at = $3, reason_code = null where workspace_id = $1 and id = $2`,
          values: [workspaceId, messageId, now],
        });
        break;
      case 'give_up':
        await tx.query(deleteDispatch([key]));
        await tx.query({
          text: `update messages set status = 'failed', failed_at = $3, reason_code = 'outcome_unknown' where workspace_id = $1 and id = $2`,
          values: [workspaceId, messageId, now],
        });
        break;
      default:
        unreachable(action);
    }
    await appendEvents(tx, [updatedEvent({ workspace_id: workspaceId, id: messageId, ...message }, now)]);
    await appendAudit(deps, tx, {
      actor: actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId },
      action: auditActions[action],
      target: { kind: 'message', id: toPublicId(ID_PREFIXES.message, messageId) },
      before: { status: 'unknown' },
    });
    return message.number_id;
  });
  if (action === 'resend') deps.wake([numberId]);
}

const auditActions = { resend: 'message.resend_decided', mark_sent: 'message.marked_sent', give_up: 'message.given_up' } as const;
