import { appendAccountAudit } from '#modules/audit';
import { withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import { deleteShortPassword, forgetFactors, lockUser } from './factors/factors.sql.ts';
import { publicUserId } from './present-user.ts';
import { factorChangedMail } from './security-mails.ts';
import type { UsersContext } from './users-context.ts';
import { selectUserByEmail, type UserRow } from './users.sql.ts';

/**
 * Takes every second factor from somebody who lost theirs, ends their sessions and tells them. For whoever runs the installation, at the machine itself, after
 * they made sure by another way who asks. The password stays unless it was good enough only beside a factor; then a reset sets a new one.
 *
 * Errors: `not_found`.
 */
export async function removeFactorsOf(ctx: UsersContext, email: string): Promise<void> {
  const person = await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const [found] = await tx.query<UserRow>(selectUserByEmail(email.toLowerCase()));
    if (found === undefined) throw new AppError('not_found');
    await tx.query(lockUser(found.id));
    for (const statement of [...forgetFactors(found.id), deleteShortPassword(found.id)]) await tx.query(statement);
    await announceAuthorizationChange(tx, [`user:${found.id}`]);
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: 'user.factors_removed',
      target: { kind: 'user', id: publicUserId(found.id) },
      after: { by: 'operator' },
    });
    return found;
  });
  ctx.sendMail(factorChangedMail(person, 'factors_removed', ctx.config.publicUrl));
}
