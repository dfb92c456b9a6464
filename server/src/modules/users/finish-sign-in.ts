import type { PasskeyQuestion, SecondFactorRequest } from '@kabar/contract';
import { engineQuery, withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { Caller } from './caller.ts';
import { checkFactor } from './factors/check-factor.ts';
import {
  deleteChallenge,
  selectChallenge,
  selectPasskeys,
  takeAttempt,
  updateChallenge,
  type ChallengeRow,
  type PasskeyRow,
} from './factors/factors.sql.ts';
import { askForPasskey, relyingPartyOf } from './factors/passkey-questions.ts';
import { presentUser } from './present-user.ts';
import { factorChangedMail, passwordKnownMail } from './security-mails.ts';
import { beginSession } from './sessions/begin-session.ts';
import { hashDoorToken } from './sessions/challenge-cookie.ts';
import { recordRefusal } from './sessions/record-refusal.ts';
import type { SignedIn } from './sign-in.ts';
import { countFactor, forgiveSignIn, mayMail } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { selectUserById, type UserRow } from './users.sql.ts';
import { whereaboutsOf } from './whereabouts.ts';

/** Tries one sign-in may take before the password has to be given again. */
const maxAttempts = 5;

/**
 * Ends a sign-in that waits for its second factor. Every try counts, also of several at once; after five the sign-in is over and its owner is told
 * that somebody knows their password.
 *
 * Errors: `sign_in_expired`, `second_factor_failed`, `rate_limited`.
 */
export async function finishSignIn(
  ctx: UsersContext,
  challengeToken: string | null,
  proof: SecondFactorRequest,
  caller: Caller,
): Promise<SignedIn> {
  if (challengeToken === null) throw new AppError('sign_in_expired');
  const tokenHash = hashDoorToken(challengeToken);
  const now = ctx.clock.now();
  const [waiting] = await engineQuery<ChallengeRow & { attempt_count: number }>(
    ctx.db,
    takeAttempt(tokenHash, 'sign_in', maxAttempts, now),
  );
  if (waiting === undefined || waiting.user_id === null) throw new AppError('sign_in_expired');
  const [person] = await engineQuery<UserRow>(ctx.db, selectUserById(waiting.user_id));
  if (person === undefined) throw new AppError('sign_in_expired');
  const who = { ...caller, email: person.email };
  const attempt = await countFactor(ctx, who);
  const done = await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const secondFactor = await checkFactor(ctx, tx, person.id, proof, waiting.challenge);
    if (secondFactor === null) return null;
    if ((await tx.query(deleteChallenge(tokenHash))).length === 0) throw new AppError('sign_in_expired');
    await attempt.succeeded(tx);
    await forgiveSignIn(ctx, tx, who);
    return { secondFactor, ...(await beginSession(ctx, tx, person, { method: 'password', secondFactor }, caller)) };
  });
  if (done === null) {
    await recordRefusal(ctx, person.id, { outcome: 'wrong_second_factor', method: 'password' }, caller);
    if (waiting.attempt_count >= maxAttempts && (await mayMail(ctx, person.email)))
      ctx.sendMail(passwordKnownMail(person, whereaboutsOf(caller), ctx.config.publicUrl));
    throw new AppError('second_factor_failed');
  }
  if (done.mail !== null) ctx.sendMail(done.mail);
  if (done.secondFactor === 'recovery_code') ctx.sendMail(factorChangedMail(person, 'recovery_code_used', ctx.config.publicUrl));
  return { next: 'done', user: presentUser(person), token: done.token, deviceToken: done.deviceToken };
}

/** The question for a passkey as the second factor of a sign-in that waits. Errors: `sign_in_expired`. */
export async function askAtSignIn(ctx: UsersContext, challengeToken: string | null): Promise<PasskeyQuestion> {
  if (challengeToken === null) throw new AppError('sign_in_expired');
  const tokenHash = hashDoorToken(challengeToken);
  const now = ctx.clock.now();
  const [waiting] = await engineQuery<ChallengeRow>(ctx.db, selectChallenge(tokenHash, 'sign_in', now));
  if (waiting === undefined || waiting.user_id === null) throw new AppError('sign_in_expired');
  const known = await engineQuery<PasskeyRow>(ctx.db, selectPasskeys(waiting.user_id));
  const question = await askForPasskey(relyingPartyOf(ctx.config.publicUrl), known);
  await engineQuery(ctx.db, updateChallenge(tokenHash, 'sign_in', question.challenge, now));
  return question;
}
