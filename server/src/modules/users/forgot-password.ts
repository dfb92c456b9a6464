import { appendAccountAudit, personal } from '#modules/audit';
import { engineQuery } from '#platform/db/tx';
import { flowHeaders } from './auth-engine.ts';
import { runFlow, type AuthFlow } from './auth-flow.ts';
import type { Caller } from './caller.ts';
import { deliverMails } from './mails.ts';
import { countFlow, mayMail } from './throttle.ts';
import { resetLinkMs, type UsersContext } from './users-context.ts';
import { insertEmptyVerification, selectCredentials, selectUserByEmail, type UserRow } from './users.sql.ts';

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
  const [person] = await engineQuery<UserRow>(ctx.db, selectUserByEmail(email));
  const mails = await runFlow(ctx.db, person?.id ?? ctx.ids.uuid(), async (flow) => {
    if (person === undefined) await workAsForKnown(ctx, flow, email);
    else await ctx.engine.api.requestPasswordReset({ body: { email }, headers: flowHeaders(caller) });
    await appendAccountAudit(ctx.audit, await flow.tx(), {
      actor: { kind: 'system', id: null },
      action: 'user.password_reset_requested',
      after: { email: personal(email), network: personal(caller.clientIp) },
    });
    return flow.mails;
  });
  deliverMails(ctx, mails);
}

/** The library's statements for a known person, so that an unknown address takes as long; what is written fits no token. */
async function workAsForKnown(ctx: UsersContext, flow: AuthFlow, email: string): Promise<void> {
  await engineQuery(ctx.db, selectUserByEmail(email));
  await engineQuery(ctx.db, selectCredentials(flow.subjectId));
  const now = ctx.clock.now();
  const tx = await flow.tx();
  await tx.query(insertEmptyVerification(ctx.ids.uuid(), `none:${ctx.ids.uuid()}`, now, new Date(now.getTime() + resetLinkMs)));
}
