import { appendAccountAudit } from '#modules/audit';
import { withEngine, type EngineTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import { publicUserId } from './present-user.ts';
import { sessionsEndedMail } from './security-mails.ts';
import { deleteAllSessions, deleteSessionsOf } from './sessions/sessions.sql.ts';
import type { UsersContext } from './users-context.ts';
import { selectUserByEmail, type UserRow } from './users.sql.ts';

/**
 * Ends every session of one person at once, with their open streams, and tells them. For whoever runs the installation, at the machine itself. How they
 * sign in stays as it is. Gives how many sessions ended.
 *
 * Errors: `not_found`.
 */
export async function endSessionsOf(ctx: UsersContext, email: string): Promise<number> {
  const ended = await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const [person] = await tx.query<UserRow>(selectUserByEmail(email.toLowerCase()));
    if (person === undefined) throw new AppError('not_found');
    const rows = await tx.query(deleteSessionsOf(person.id));
    await closeAndRecord(ctx, tx, person.id, rows.length);
    return { person, count: rows.length };
  });
  if (ended.count > 0) ctx.sendMail(sessionsEndedMail(ended.person));
  return ended.count;
}

/** The same for everybody, without mails: whoever uses Kabar sees it. Gives how many people were signed in. */
export function endAllSessions(ctx: UsersContext): Promise<number> {
  return withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const rows = await tx.query<{ user_id: string }>(deleteAllSessions());
    const counts = new Map<string, number>();
    for (const { user_id: userId } of rows) counts.set(userId, (counts.get(userId) ?? 0) + 1);
    for (const [userId, count] of counts) await closeAndRecord(ctx, tx, userId, count);
    return counts.size;
  });
}

async function closeAndRecord(ctx: UsersContext, tx: EngineTx, userId: string, count: number): Promise<void> {
  if (count === 0) return;
  await announceAuthorizationChange(tx, [`user:${userId}`]);
  await appendAccountAudit(ctx.audit, tx, {
    actor: { kind: 'system', id: null },
    action: 'user.session_ended',
    target: { kind: 'user', id: publicUserId(userId) },
    after: { count, by: 'operator' },
  });
}
