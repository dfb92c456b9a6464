import { appendAccountAudit } from '#modules/audit';
import { withEngine } from '#platform/db/tx';
import { publicUserId } from './present-user.ts';
import type { UsersContext } from './users-context.ts';
import { updateEmailVerified } from './users.sql.ts';

/** Notes that a person's address is theirs, because they used a link that was mailed to it. Idempotent. */
export async function confirmEmail(ctx: UsersContext, userId: string): Promise<void> {
  await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const changed = await tx.query(updateEmailVerified(userId, ctx.clock.now()));
    if (changed.length === 0) return;
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: userId },
      action: 'user.email_verified',
      target: { kind: 'user', id: publicUserId(userId) },
    });
  });
}
