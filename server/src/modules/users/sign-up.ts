import type { SignUpRequest } from '@kabar/contract';
import pg from 'pg';
import { appendAccountAudit, personal } from '#modules/audit';
import { flowHeaders } from './auth-engine.ts';
import { runFlow } from './auth-flow.ts';
import type { Caller } from './caller.ts';
import { deliverMails } from './mails.ts';
import { requireGoodPassword } from './password-check.ts';
import { publicUserId } from './present-user.ts';
import { countFlow, mayMail } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { updateOfAge } from './users.sql.ts';

/** What sign-up answers, whether or not the address was known before. */
export type SignUpResult = { email_confirmation: 'required' | 'optional' };

/**
 * Signs a person up and mails them a link that confirms the address. An address that is known already gets the same
 * answer after the same work; its owner gets a mail that says so, and nothing changes.
 *
 * Errors: `password_refused`, `rate_limited`; `validation_failed` when the notice that counts is not the one that is accepted.
 */
export async function signUp(ctx: UsersContext, input: SignUpRequest, caller: Caller): Promise<SignUpResult> {
  await requireGoodPassword(ctx, input.password, input);
  await countFlow(ctx, caller.clientIp);
  const noticeId = (await ctx.terms?.require(input.accepted_notice_id)) ?? null;
  const mailAllowed = await mayMail(ctx, input.email);
  const mails = await runSignUp(ctx, input, noticeId, caller).catch((error: unknown) => {
    // The same address signed up at the same moment and was first: from here on it is a known one.
    if (error instanceof pg.DatabaseError && error.code === '23505') return runSignUp(ctx, input, noticeId, caller);
    throw error;
  });
  if (mailAllowed) deliverMails(ctx, mails);
  return { email_confirmation: ctx.config.requireVerifiedEmail ? 'required' : 'optional' };
}

function runSignUp(ctx: UsersContext, input: SignUpRequest, noticeId: string | null, caller: Caller) {
  return runFlow(ctx.db, ctx.ids.uuid(), async (flow) => {
    await ctx.engine.api.signUpEmail({
      body: { name: input.name, email: input.email, password: input.password, language: input.language },
      headers: flowHeaders(caller),
    });
    const isKnown = flow.mails.some((mail) => mail.kind === 'already_registered');
    const tx = await flow.tx();
    // Also where the address is known: then nobody has this id, and the work is the same.
    await tx.query(updateOfAge(flow.subjectId, ctx.clock.now()));
    if (noticeId !== null) await ctx.terms?.record(tx, { userId: flow.subjectId, noticeId, clientIp: caller.clientIp });
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: isKnown ? 'user.sign_up_repeated' : 'user.signed_up',
      target: { kind: 'user', id: publicUserId(isKnown ? (flow.mails[0]?.userId ?? flow.subjectId) : flow.subjectId) },
      after: {
        email: personal(input.email.toLowerCase()),
        network: personal(caller.clientIp),
        of_age: true,
        notice: input.accepted_notice_id ?? null,
      },
    });
    return flow.mails;
  });
}
