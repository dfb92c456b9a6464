import { appendAccountAudit, personal } from '#modules/audit';
import { flowHeaders } from './auth-engine.ts';
import { runFlow } from './auth-flow.ts';
import type { Caller } from './caller.ts';
import { deliverMails } from './mails.ts';
import { countFlow, mayMail } from './throttle.ts';
import type { UsersContext } from './users-context.ts';

/**
 * Mails a link that sets a new password, if the address is known. The answer and the work are the same if it is not; the
 * mail itself leaves after the answer.
 *
 * Errors: `rate_limited` per network; an address that had too many mails gets none and the same answer.
 */
export async function forgotPassword(ctx: UsersContext, input: { email: string }, caller: Caller): Promise<void> {
  await countFlow(ctx, caller.clientIp);
  const email = input.email.toLowerCase();
  if (!(await mayMail(ctx, email))) return;
  const mails = await runFlow(ctx.db, ctx.ids.uuid(), async (flow) => {
    await ctx.engine.api.requestPasswordReset({ body: { email }, headers: flowHeaders(caller) });
    await appendAccountAudit(ctx.audit, await flow.tx(), {
      actor: { kind: 'system', id: null },
      action: 'user.password_reset_requested',
      after: { email: personal(email), network: personal(caller.clientIp) },
    });
    return flow.mails;
  });
  deliverMails(ctx, mails);
}
