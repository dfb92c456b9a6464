import type { PasskeyAnswer, PasskeyQuestion } from '@kabar/contract';
import { engineQuery, withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { Caller } from './caller.ts';
import { takePasskey } from './factors/check-factor.ts';
import { deleteChallenge, takeAttempt, upsertChallenge, type ChallengeRow } from './factors/factors.sql.ts';
import { askForPasskey, relyingPartyOf } from './factors/passkey-questions.ts';
import { presentUser } from './present-user.ts';
import { beginSession } from './sessions/begin-session.ts';
import { challengeMs, hashDoorToken, newDoorToken } from './sessions/challenge-cookie.ts';
import type { SignedIn } from './sign-in.ts';
import { countUse, networkOf } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { selectUserById, type UserRow } from './users.sql.ts';

/** Answers of passkeys from one network. Guessing is hopeless, so this only keeps a flood from the database. */
const perNetwork = { maxCount: 300, windowMs: 10 * 60 * 1_000 };

/** The question to any passkey of this installation. `challengeToken` is the secret for the cookie that ties the answer to this browser. */
export async function askForAnyPasskey(ctx: UsersContext, caller: Caller): Promise<{ question: PasskeyQuestion; challengeToken: string }> {
  await countUse(ctx, 'passkey.network', networkOf(caller.clientIp), perNetwork);
  const challengeToken = newDoorToken();
  const question = await askForPasskey(relyingPartyOf(ctx.config.publicUrl), []);
  const row = {
    tokenHash: hashDoorToken(challengeToken),
    kind: 'passkey_sign_in',
    userId: null,
    sessionId: null,
    challenge: question.challenge,
  } as const;
  await engineQuery(ctx.db, upsertChallenge(row, new Date(ctx.clock.now().getTime() + challengeMs)));
  return { question, challengeToken };
}

/**
 * Signs in with a passkey alone. It is something one has and, because the authenticator asks for a fingerprint or PIN, something one is or knows: two factors,
 * so nothing else is asked. A passkey that nobody has, and one whose answer does not fit, get the same refusal.
 *
 * Errors: `sign_in_expired`, `passkey_refused`, `rate_limited`.
 */
export async function signInWithPasskey(
  ctx: UsersContext,
  challengeToken: string | null,
  answer: PasskeyAnswer,
  caller: Caller,
): Promise<SignedIn> {
  await countUse(ctx, 'passkey.network', networkOf(caller.clientIp), perNetwork);
  if (challengeToken === null) throw new AppError('sign_in_expired');
  const tokenHash = hashDoorToken(challengeToken);
  const [asked] = await engineQuery<ChallengeRow>(ctx.db, takeAttempt(tokenHash, 'passkey_sign_in', 1, ctx.clock.now()));
  if (asked === undefined || asked.challenge === null) throw new AppError('sign_in_expired');
  const { challenge } = asked;
  const { person, mail, ...tokens } = await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const userId = await takePasskey(ctx, tx, answer, challenge, null);
    const [found] = userId === null ? [] : await tx.query<UserRow>(selectUserById(userId));
    if (found === undefined) throw new AppError('passkey_refused');
    await tx.query(deleteChallenge(tokenHash));
    return { person: found, ...(await beginSession(ctx, tx, found, { method: 'passkey', secondFactor: null }, caller)) };
  });
  if (mail !== null) ctx.sendMail(mail);
  return { next: 'done', user: presentUser(person), ...tokens };
}
