import { appendAccountAudit } from '#modules/audit';
import { withEngine } from '#platform/db/tx';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import { publicUserId } from './present-user.ts';
import type { UsersContext } from './users-context.ts';
import { deleteSession } from './users.sql.ts';

/** Ends a session at once, on every server. Idempotent. */
export async function signOut(ctx: UsersContext, input: { sessionId: string; userId: string }): Promise<void> {
  await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const ended = await tx.query(deleteSession(input.sessionId));
    if (ended.length === 0) return;
    await announceAuthorizationChange(tx, [`session:${input.sessionId}`]);
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: input.userId },
      action: 'user.signed_out',
      target: { kind: 'user', id: publicUserId(input.userId) },
    });
  });
}
