import { isAPIError } from 'better-auth/api';
import { appendAccountAudit } from '#modules/audit';
import { AppError } from '#platform/errors';
import { runFlow } from './auth-flow.ts';
import type { Caller } from './caller.ts';
import { publicUserId } from './present-user.ts';
import { countFlow } from './throttle.ts';
import type { UsersContext } from './users-context.ts';

/**
 * Confirms an address with the token from the mail. Opening the link twice is no error.
 *
 * Errors: `token_invalid`, `rate_limited`.
 */
export async function verifyEmail(ctx: UsersContext, input: { token: string }, caller: Caller): Promise<void> {
  await countFlow(ctx, caller.clientIp);
  try {
    await runFlow(ctx.db, ctx.ids.uuid(), async (flow) => {
      await ctx.engine.api.verifyEmail({ query: { token: input.token } });
      const userId = flow.verifiedUserId;
      if (userId === undefined) return; // was confirmed before
      await appendAccountAudit(ctx.audit, await flow.tx(), {
        actor: { kind: 'user', id: userId },
        action: 'user.email_verified',
        target: { kind: 'user', id: publicUserId(userId) },
      });
    });
  } catch (error) {
    if (isAPIError(error)) throw new AppError('token_invalid', { cause: error });
    throw error;
  }
}
