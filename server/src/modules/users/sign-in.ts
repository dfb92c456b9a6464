import type { SecondFactor, SignInRequest, User } from '@kabar/contract';
import { engineQuery, withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { runFlow } from './auth-flow.ts';
import type { Caller } from './caller.ts';
import { upsertChallenge } from './factors/factors.sql.ts';
import { listFactors } from './factors/list-factors.ts';
import { deliverMails } from './mails.ts';
import { presentUser } from './present-user.ts';
import { beginSession, type BegunTokens } from './sessions/begin-session.ts';
import { challengeMs, hashDoorToken, newDoorToken } from './sessions/challenge-cookie.ts';
import { recordRefusal } from './sessions/record-refusal.ts';
import { countSignIn, mayMail } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { selectUserWithPassword, updatePassword, type UserRow } from './users.sql.ts';

/** Somebody is in. */
export type SignedIn = { next: 'done'; user: User } & Omit<BegunTokens, 'mail'>;

/** The password was right, and a second factor is asked for. `challengeToken` is the secret for the cookie that ties the next step to this browser. */
export type HalfSignedIn = { next: 'second_factor'; factors: SecondFactor[]; challengeToken: string };

/**
 * Checks e-mail and password. A wrong password, an unknown address, an account without a password and an address not confirmed yet (where that is
 * required) get the same answer after the same work; in the last case a new link is mailed. Where a second factor is set up, nobody is signed in yet.
 *
 * Errors: `sign_in_failed`, `rate_limited`.
 */
export async function signIn(ctx: UsersContext, input: SignInRequest, caller: Caller): Promise<SignedIn | HalfSignedIn> {
  const email = input.email.toLowerCase();
  const attempt = await countSignIn(ctx, { ...caller, email });
  const [row] = await engineQuery<UserRow & { password: string | null }>(ctx.db, selectUserWithPassword(email));
  const { ok, isOutdated } = await checkPassword(ctx, row ?? null, input.password);
  const isHeldBack = row !== undefined && ok && ctx.config.requireVerifiedEmail && !row.email_verified;
  if (row === undefined || !ok || isHeldBack) {
    await recordRefusal(ctx, row?.id ?? null, { outcome: 'wrong_password', method: 'password' }, caller);
    if (isHeldBack) await mailNewLink(ctx, row);
    throw new AppError('sign_in_failed');
  }
  const renewed = isOutdated ? await ctx.passwords.hash(row.id, input.password) : null;
  const factors = await listFactors(ctx, row.id);
  const now = ctx.clock.now();
  if (factors.length > 0) {
    const challengeToken = newDoorToken();
    await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
      if (renewed !== null) await tx.query(updatePassword(row.id, renewed, now));
      const waiting = {
        tokenHash: hashDoorToken(challengeToken),
        kind: 'sign_in',
        userId: row.id,
        sessionId: null,
        challenge: null,
      } as const;
      await tx.query(upsertChallenge(waiting, new Date(now.getTime() + challengeMs)));
    });
    return { next: 'second_factor', factors, challengeToken };
  }
  const { mail, ...tokens } = await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    if (renewed !== null) await tx.query(updatePassword(row.id, renewed, now));
    await attempt.succeeded(tx);
    return beginSession(ctx, tx, row, { method: 'password', secondFactor: null }, caller);
  });
  if (mail !== null) ctx.sendMail(mail);
  return { next: 'done', user: presentUser(row), ...tokens };
}

/** One bcrypt in every case. */
async function checkPassword(
  ctx: UsersContext,
  row: { id: string; password: string | null } | null,
  password: string,
): Promise<{ ok: boolean; isOutdated: boolean }> {
  if (row !== null && row.password !== null) return ctx.passwords.verify(row.id, password, row.password);
  await ctx.passwords.hash(ctx.ids.uuid(), password);
  return { ok: false, isOutdated: false };
}

async function mailNewLink(ctx: UsersContext, person: UserRow): Promise<void> {
  if (!(await mayMail(ctx, person.email))) return;
  const mails = await runFlow(ctx.db, person.id, async (flow) => {
    await ctx.engine.api.sendVerificationEmail({ body: { email: person.email } });
    return flow.mails;
  });
  deliverMails(ctx, mails);
}
