import type { SignInRequest, User } from '@kabar/contract';
import { isAPIError } from 'better-auth/api';
import { appendAccountAudit, personal } from '#modules/audit';
import { engineQuery, withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { flowHeaders } from './auth-engine.ts';
import { runFlow } from './auth-flow.ts';
import type { Caller } from './caller.ts';
import { deliverMails } from './mails.ts';
import { presentUser, publicUserId } from './present-user.ts';
import { countSignIn, mayMail } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { selectCredentials, selectUserByEmail, updatePassword, type UserRow } from './users.sql.ts';

/** A begun session. `token` is the secret for the cookie and is nowhere else in clear. */
export type BegunSession = { user: User; token: string };

/**
 * Signs a person in with e-mail and password. A wrong password, an unknown address and an address not confirmed yet (where that is
 * required) get the same answer after the same work; in the last case a new link is mailed.
 *
 * Errors: `sign_in_failed`, `rate_limited`.
 */
export async function signIn(ctx: UsersContext, input: SignInRequest, caller: Caller): Promise<BegunSession> {
  const email = input.email.toLowerCase();
  const attempt = await countSignIn(ctx, { email, clientIp: caller.clientIp });
  const [row] = await engineQuery<UserRow>(ctx.db, selectUserByEmail(email));
  // What the library looks up next for a known person; an unknown one has to cost as much.
  if (row === undefined) await engineQuery(ctx.db, selectCredentials(ctx.ids.uuid()));
  let mails: Parameters<typeof deliverMails>[1] = [];
  try {
    return await runFlow(ctx.db, row?.id ?? ctx.ids.uuid(), async (flow) => {
      mails = flow.mails;
      await ctx.engine.api.signInEmail({ body: { email, password: input.password }, headers: flowHeaders(caller) });
      if (row === undefined || flow.sessionToken === undefined) throw new Error('a sign-in without a session');
      const renewed = flow.isPasswordOutdated === true ? await ctx.passwords.hash(row.id, input.password) : null;
      const tx = await flow.tx();
      if (renewed !== null) await tx.query(updatePassword(row.id, renewed, ctx.clock.now()));
      await attempt.succeeded(tx);
      await appendAccountAudit(ctx.audit, tx, {
        actor: { kind: 'user', id: row.id },
        action: 'user.signed_in',
        target: { kind: 'user', id: publicUserId(row.id) },
        after: { network: personal(caller.clientIp) },
      });
      return { user: presentUser(row), token: flow.sessionToken };
    });
  } catch (error) {
    if (!isAPIError(error)) throw error;
    if (await mayMailAgain(ctx, email, mails)) deliverMails(ctx, mails);
    await auditFailure(ctx, row, caller);
    throw new AppError('sign_in_failed', { cause: error });
  }
}

async function mayMailAgain(ctx: UsersContext, email: string, mails: readonly unknown[]): Promise<boolean> {
  return mails.length > 0 && (await mayMail(ctx, email));
}

/** Recorded for unknown addresses, too: the work is the same, and guessing of addresses shows. */
async function auditFailure(ctx: UsersContext, row: UserRow | undefined, caller: Caller): Promise<void> {
  await withEngine(ctx.db, 'people belong to no workspace', (tx) =>
    appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: 'user.sign_in_failed',
      ...(row === undefined ? {} : { target: { kind: 'user', id: publicUserId(row.id) } }),
      after: { network: personal(caller.clientIp) },
    }),
  );
}
