import { appendAccountAudit, personal } from '#modules/audit';
import { withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { requireGoodPassword } from './password-check.ts';
import { publicUserId } from './present-user.ts';
import type { UsersContext } from './users-context.ts';
import { insertPassword, insertUser, selectUserByEmail } from './users.sql.ts';

/**
 * Makes a person whose address needs no proof, for the first start and for tools on the machine itself. No mail is sent.
 * Gives the database id.
 *
 * Errors: `email_taken`, `password_refused`.
 */
export async function createUserWithPassword(
  ctx: UsersContext,
  input: { name: string; email: string; password: string; language?: 'en' | 'id' },
): Promise<{ userId: string }> {
  await requireGoodPassword(ctx, input.password, input);
  const email = input.email.toLowerCase();
  const userId = ctx.ids.uuid();
  const password = await ctx.passwords.hash(userId, input.password);
  const now = ctx.clock.now();
  await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const known = await tx.query(selectUserByEmail(email));
    if (known.length > 0) throw new AppError('email_taken');
    await tx.query(insertUser({ id: userId, name: input.name, email, email_verified: true, language: input.language ?? 'en' }, now));
    await tx.query(insertPassword(ctx.ids.uuid(), userId, password, now));
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: 'user.created',
      target: { kind: 'user', id: publicUserId(userId) },
      after: { email: personal(email) },
    });
  });
  return { userId };
}
