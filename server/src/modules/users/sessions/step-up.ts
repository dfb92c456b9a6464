import type { PasskeyQuestion, StepUp, StepUpMethod, StepUpRequest } from '@kabar/contract';
import { appendAccountAudit, personal } from '#modules/audit';
import { engineQuery, withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import type { Caller } from '../caller.ts';
import { checkFactor } from '../factors/check-factor.ts';
import {
  selectPassword,
  selectPasskeys,
  takeAttempt,
  upsertChallenge,
  type ChallengeRow,
  type PasskeyRow,
} from '../factors/factors.sql.ts';
import { factorsOf, readFactors } from '../factors/list-factors.ts';
import { askForPasskey, relyingPartyOf } from '../factors/passkey-questions.ts';
import { publicUserId } from '../present-user.ts';
import { factorChangedMail } from '../security-mails.ts';
import { countFactor } from '../throttle.ts';
import type { UsersContext } from '../users-context.ts';
import { selectUserById, type UserRow } from '../users.sql.ts';
import { challengeMs, hashDoorToken } from './challenge-cookie.ts';
import { recordRefusal } from './record-refusal.ts';
import { selectProved, updateProved } from './sessions.sql.ts';

type Person = Pick<UserActor, 'userId' | 'sessionId' | 'email' | 'singleSignOnWorkspaceId'>;

/** What somebody can confirm a dangerous act with, and until when they need not. */
export async function getStepUp(ctx: UsersContext, person: Person): Promise<StepUp> {
  const methods = await methodsOf(ctx, person);
  const [row] = await engineQuery<{ proved_at: Date }>(ctx.db, selectProved(person.sessionId));
  if (row === undefined) throw new AppError('unauthenticated');
  return {
    methods,
    proved_at: row.proved_at.toISOString(),
    proved_until: new Date(row.proved_at.getTime() + ctx.config.stepUpMs).toISOString(),
  };
}

/** The question for a passkey that confirms a dangerous act. */
export async function askAtStepUp(ctx: UsersContext, person: Person): Promise<PasskeyQuestion> {
  const known = await engineQuery<PasskeyRow>(ctx.db, selectPasskeys(person.userId));
  const question = await askForPasskey(relyingPartyOf(ctx.config.publicUrl), known);
  const row = {
    tokenHash: questionOf(person.sessionId),
    kind: 'step_up',
    userId: person.userId,
    sessionId: person.sessionId,
    challenge: question.challenge,
  } as const;
  await engineQuery(ctx.db, upsertChallenge(row, new Date(ctx.clock.now().getTime() + challengeMs)));
  return question;
}

/**
 * Takes one factor and lets dangerous acts of this session through for some minutes. Where a second factor is set up, the password is not enough: whoever took
 * over a session may well know it.
 *
 * Errors: `second_factor_failed`, `rate_limited`, `other_sign_in_required` (the session began at a company's provider, which has to be asked again).
 */
export async function stepUp(ctx: UsersContext, person: Person, proof: StepUpRequest, caller: Caller): Promise<StepUp> {
  if (person.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
  const attempt = await countFactor(ctx, { ...caller, email: person.email });
  const challenge = 'passkey' in proof ? await takeQuestion(ctx, person.sessionId) : null;
  const isPasswordRight = 'password' in proof && (await checkOnlyPassword(ctx, person, proof.password));
  const used = await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const factor = 'password' in proof ? null : await checkFactor(ctx, tx, person.userId, proof, challenge);
    if (factor === null && !isPasswordRight) return null;
    await attempt.succeeded(tx);
    await tx.query(updateProved(person.sessionId, person.userId, factor !== null, ctx.clock.now()));
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: person.userId },
      action: 'user.stepped_up',
      target: { kind: 'user', id: publicUserId(person.userId) },
      after: { network: personal(caller.clientIp), with: factor ?? 'password' },
    });
    return factor ?? 'password';
  });
  if (used === null) {
    await recordRefusal(ctx, person.userId, { outcome: 'wrong_second_factor', method: 'password' }, caller);
    throw new AppError('second_factor_failed');
  }
  if (used === 'recovery_code') {
    const [row] = await engineQuery<UserRow>(ctx.db, selectUserById(person.userId));
    if (row !== undefined) ctx.sendMail(factorChangedMail(row, 'recovery_code_used', ctx.config.publicUrl));
  }
  return getStepUp(ctx, person);
}

async function methodsOf(ctx: UsersContext, person: Person): Promise<StepUpMethod[]> {
  if (person.singleSignOnWorkspaceId !== null) return ['single_sign_on'];
  const row = await readFactors(ctx, person.userId);
  const factors = factorsOf(row);
  return factors.length > 0 ? factors : row.has_password ? ['password'] : [];
}

/** Whether the password is right and all that the person has. Costs one bcrypt, also where it cannot be enough. */
async function checkOnlyPassword(ctx: UsersContext, person: Person, password: string): Promise<boolean> {
  const [row] = await engineQuery<{ password: string }>(ctx.db, selectPassword(person.userId));
  if (row === undefined) return false;
  const { ok } = await ctx.passwords.verify(person.userId, password, row.password);
  return ok && (await methodsOf(ctx, person)).includes('password');
}

async function takeQuestion(ctx: UsersContext, sessionId: string): Promise<string | null> {
  const [row] = await engineQuery<ChallengeRow>(ctx.db, takeAttempt(questionOf(sessionId), 'step_up', 1, ctx.clock.now()));
  return row?.challenge ?? null;
}

function questionOf(sessionId: string): string {
  return hashDoorToken(`step_up ${sessionId}`);
}
