import { createHash } from 'node:crypto';
import { isAPIError } from 'better-auth/api';
import { appendAccountAudit, personal } from '#modules/audit';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import { runFlow } from './auth-flow.ts';
import type { Caller } from './caller.ts';
import { deleteChallengesOf, updateNeedsFactor } from './factors/factors.sql.ts';
import { listFactors } from './factors/list-factors.ts';
import { passwordChangedMail } from './mails.ts';
import { isShortPassword, requireGoodPassword } from './password-check.ts';
import { publicUserId } from './present-user.ts';
import { deleteDevices } from './sessions/sessions.sql.ts';
import { countFlow, trustNetwork } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { selectResetOwner, updateEmailVerified, type UserRow } from './users.sql.ts';

/**
 * Sets a new password with the token from the mail and ends every session of the person. The token works once; having it
 * proves the mailbox, so the address counts as confirmed. Nobody is signed in by it, and second factors stay: whoever took over a mailbox has a password and
 * no more. Browsers are forgotten, so that a stranger's is new again. The person is told by mail.
 *
 * Errors: `token_invalid`, `password_refused` (the token stays usable), `rate_limited`.
 */
export async function resetPassword(ctx: UsersContext, input: { token: string; password: string }, caller: Caller): Promise<void> {
  await countFlow(ctx, caller.clientIp);
  const [owner] = await engineQuery<UserRow>(ctx.db, selectResetOwner(storedIdentifier(input.token), ctx.clock.now()));
  if (owner === undefined) throw new AppError('token_invalid');
  await requireGoodPassword(ctx, input.password, owner, (await listFactors(ctx, owner.id)).length > 0);
  try {
    await runFlow(ctx.db, owner.id, async (flow) => {
      await ctx.engine.api.resetPassword({ body: { newPassword: input.password, token: input.token } });
      const tx = await flow.tx();
      await tx.query(updateEmailVerified(owner.id, ctx.clock.now()));
      await tx.query(updateNeedsFactor(owner.id, isShortPassword(input.password)));
      await tx.query(deleteChallengesOf(owner.id));
      await tx.query(deleteDevices(owner.id));
      await trustNetwork(ctx, tx, { email: owner.email, clientIp: caller.clientIp });
      await announceAuthorizationChange(tx, [`user:${owner.id}`]);
      await appendAccountAudit(ctx.audit, tx, {
        actor: { kind: 'user', id: owner.id },
        action: 'user.password_reset',
        target: { kind: 'user', id: publicUserId(owner.id) },
        after: { network: personal(caller.clientIp) },
      });
    });
  } catch (error) {
    if (isAPIError(error)) throw new AppError('token_invalid', { cause: error });
    throw error;
  }
  ctx.sendMail(passwordChangedMail(owner));
}

/** The form in which better-auth keeps the token (`storeIdentifier: 'hashed'`). */
function storedIdentifier(token: string): string {
  return createHash('sha256').update(`reset-password:${token}`, 'utf8').digest('base64url');
}
