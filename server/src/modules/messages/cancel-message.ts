import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { updatedEvent } from './dispatch/record-outcomes.ts';

/**
 * Takes back a message that has not begun to leave: queued, scheduled or held. Atomic against the dispatcher, which locks
 * the same row when it claims.
 *
 * Errors: `not_found`; `message_not_cancellable` once it is being sent or is settled.
 */
export async function cancelMessage(deps: { db: Database; clock: Clock }, workspaceId: string, messageId: string): Promise<void> {
  const now = deps.clock.now();
  await withTenant(deps.db, workspaceId, async (tx) => {
    const [message] = await tx.query<{ number_id: string; conversation_id: string }>({
      text: 'select number_id, conversation_id from messages where workspace_id = $1 and id = $2',
      values: [workspaceId, messageId],
    });
    if (message === undefined) throw new AppError('not_found');
    const taken = await tx.query({
      text: 'delete from dispatch where workspace_id = $1 and message_id = $2 and state in (0, 3, 4) returning 1',
      values: [workspaceId, messageId],
    });
    if (taken.length === 0) throw new AppError('message_not_cancellable');
    await tx.query({
      text: `update messages set status = 'cancelled', cancelled_at = $3, reason_code = 'cancelled' where workspace_id = $1 and id = $2`,
      values: [workspaceId, messageId, now],
    });
    await appendEvents(tx, [updatedEvent({ workspace_id: workspaceId, id: messageId, ...message }, now)]);
  });
}
